import { randomBytes } from "node:crypto";
import { FastImport } from "../seed/fast-import";

/** Adds a commit to a branch of a repository on disk, with a file of `bytes` that do not compress. */
export async function addCommit(repository: string, branch: string, bytes: number): Promise<void> {
  const stream = new FastImport();
  const content = randomBytes(bytes);
  const file = `added-${content.toString("hex", 0, 6)}.bin`;
  stream.commit({
    ref: branch,
    onto: branch,
    parents: [],
    message: file,
    author: "Ada Acme",
    time: Math.floor(Date.now() / 1000),
    files: { [file]: content },
  });
  await stream.writeTo(repository);
}
