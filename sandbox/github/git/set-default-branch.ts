import { runGit } from "./git-process";

/** Makes `branch` (a short name) what HEAD stands for. Whether it exists is the caller's business. */
export async function setDefaultBranch(directory: string, branch: string): Promise<void> {
  await runGit(directory, "symbolic-ref", "HEAD", `refs/heads/${branch}`);
}
