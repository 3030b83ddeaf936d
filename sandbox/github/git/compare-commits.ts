import { runGit, tryGit } from "./git-process";
import { type CommitFacts, lines, readCommit } from "./read-repository";

export interface Comparison {
  status: "identical" | "ahead" | "behind" | "diverged";
  aheadBy: number;
  behindBy: number;
  base: CommitFacts;
  mergeBase: CommitFacts;
  /** Ids of the commits that only `head` has, the oldest first. */
  commits: string[];
}

/** What git says of two revisions; `missing` when one leads to no commit, `unrelated` when they share none. */
export async function compareRevisions(
  directory: string,
  base: string,
  head: string,
): Promise<Comparison | "missing" | "unrelated"> {
  const [from, to] = [await readCommit(directory, base), await readCommit(directory, head)];
  if (!from || !to) return "missing";
  const common = (await tryGit(directory, "merge-base", from.id, to.id))?.trim();
  const mergeBase = common ? await readCommit(directory, common) : undefined;
  if (!mergeBase) return "unrelated";
  const commits = lines(await runGit(directory, "rev-list", "--reverse", `${from.id}..${to.id}`));
  const aheadBy = commits.length;
  const behindBy = Number(await runGit(directory, "rev-list", "--count", `${to.id}..${from.id}`));
  return { status: statusOf(aheadBy, behindBy), aheadBy, behindBy, base: from, mergeBase, commits };
}

function statusOf(ahead: number, behind: number): Comparison["status"] {
  if (ahead > 0 && behind > 0) return "diverged";
  if (ahead > 0) return "ahead";
  return behind > 0 ? "behind" : "identical";
}
