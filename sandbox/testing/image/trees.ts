// Directory trees, as layers need them. Thousands of files: without waiting for each.
import { copyFileSync, linkSync, mkdirSync, readdirSync, readlinkSync, statSync, symlinkSync } from "node:fs";
import { cp } from "node:fs/promises";
import path from "node:path";

/** The same files under another name; costs no space. Nobody may write over a file of either. */
export function linkTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) linkTree(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else linkFile(source, target);
  }
}

/** Files of their own, as COPY makes them. */
export const copyTree = (from: string, to: string): Promise<void> =>
  cp(from, to, { recursive: true, verbatimSymlinks: true });

/** Bytes of each file below, by its path from there. */
export function sizesBelow(directory: string, below = ""): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const entry of readdirSync(path.join(directory, below), { withFileTypes: true })) {
    const name = path.join(below, entry.name);
    if (entry.isDirectory()) for (const [file, size] of sizesBelow(directory, name)) sizes.set(file, size);
    else if (entry.isFile()) sizes.set(name, statSync(path.join(directory, name)).size);
  }
  return sizes;
}

function linkFile(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    // Another file system.
    copyFileSync(from, to);
  }
}
