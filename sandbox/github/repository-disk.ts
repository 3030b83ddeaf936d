import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import type { Repository } from "./state";

/** What the disk says of a bare repository. */
export interface RepositoryFacts {
  defaultBranch: string;
  /** KiB, as GitHub counts. */
  size: number;
  pushedAt: string;
}

const sizes = new Map<string, { stamp: number; size: number }>();

/** Reads what changes with the bare repository in `directory`, whoever changed it: a push over HTTP or a hand. */
export async function readFacts(directory: string, record: Repository): Promise<RepositoryFacts> {
  const [defaultBranch, stamp] = await Promise.all([readDefaultBranch(directory), readRefsStamp(directory)]);
  const known = sizes.get(directory);
  const size = known?.stamp === stamp ? known.size : await diskUsage(directory);
  sizes.set(directory, { stamp, size });
  const pushedAt = stamp === record.refsStamp ? record.pushedAt : new Date(stamp).toISOString();
  return { defaultBranch, size: Math.ceil(size / 1024), pushedAt };
}

/** Whether `directory` is a bare repository. */
export async function isBareRepository(directory: string): Promise<boolean> {
  const [head, objects] = await Promise.allSettled([
    stat(path.join(directory, "HEAD")),
    stat(path.join(directory, "objects")),
  ]);
  return head.status === "fulfilled" && objects.status === "fulfilled" && objects.value.isDirectory();
}

/** When the refs last changed on disk, in milliseconds: the newest of packed-refs and the directories below refs. */
export async function readRefsStamp(directory: string): Promise<number> {
  const times = [mtime(path.join(directory, "packed-refs"))];
  const visit = async (folder: string): Promise<void> => {
    times.push(mtime(folder));
    const entries = await listing(folder);
    await Promise.all(entries.filter((each) => each.isDirectory()).map((each) => visit(path.join(folder, each.name))));
  };
  await visit(path.join(directory, "refs"));
  return Math.max(...(await Promise.all(times)));
}

async function readDefaultBranch(directory: string): Promise<string> {
  const head = await readFile(path.join(directory, "HEAD"), "utf8").catch(absent(""));
  return /^ref: refs\/heads\/(.+?)\s*$/.exec(head)?.[1] ?? "main";
}

async function diskUsage(directory: string): Promise<number> {
  let total = 0;
  for (const entry of await listing(directory)) {
    const file = path.join(directory, entry.name);
    if (entry.isDirectory()) total += await diskUsage(file);
    else total += await stat(file).then(({ size }) => size, absent(0));
  }
  return total;
}

function mtime(file: string): Promise<number> {
  return stat(file).then(({ mtimeMs }) => Math.floor(mtimeMs), absent(0));
}

function listing(folder: string) {
  return readdir(folder, { withFileTypes: true }).catch(absent([]));
}

/** Files come and go while git works; one that has just gone counts as not there. */
function absent<T>(instead: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return instead;
    throw error;
  };
}
