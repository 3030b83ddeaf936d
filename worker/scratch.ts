import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/** A private directory for `work`, removed afterwards whatever happens. */
export async function withScratch<T>(parent: string | undefined, work: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(path.join(parent ?? tmpdir(), "holdfast-"));
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
