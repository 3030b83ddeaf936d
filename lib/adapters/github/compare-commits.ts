import type { Ancestry } from "@/lib/domain/anomaly";
import { AppError } from "@/lib/domain/errors";
import type { RepositoryName } from "@/lib/domain/ids";
import { githubError, hasStatus } from "./github-errors";

/** GitHub's words for two histories that share no commit; any other 404 means that one of the commits is not there. */
const UNRELATED = /^No common ancestor/;

const STATUSES = ["identical", "ahead", "behind", "diverged"] as const;

/**
 * GET /repos/{owner}/{repo}/compare/{base}...{head}, which needs contents:read. Its first page holds the changed files, up to
 * 300 with their patches; of the second one only the status is wanted.
 * https://docs.github.com/en/rest/commits/commits#compare-two-commits
 * @throws AppError github-answer, github-credentials, github-forbidden, github-unreachable, github-rate-limited
 */
export async function compareCommits(
  get: (url: string) => Promise<{ data: unknown }>,
  apiUrl: string,
  repository: RepositoryName,
  base: string,
  head: string,
): Promise<Ancestry> {
  const action = `compare two commits of ${repository}`;
  try {
    const { data } = await get(`${apiUrl}/repos/${repository}/compare/${base}...${head}?per_page=1&page=2`);
    const status = typeof data === "object" && data !== null && "status" in data ? data.status : undefined;
    const known = STATUSES.find((each) => each === status);
    if (!known) throw new AppError("github-answer", { status: 200, action, detail: "it has no status that is known" });
    return known;
  } catch (cause) {
    if (!hasStatus(cause, 404)) throw githubError(cause, action, apiUrl);
    return cause instanceof Error && UNRELATED.test(cause.message) ? "unrelated" : "gone";
  }
}
