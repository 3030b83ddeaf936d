import type { FollowedRun } from "@/lib/domain/followed-run";
import type { RepositoryName } from "@/lib/domain/ids";
import type { RestoreRequest } from "@/lib/domain/restore-request";
import type { FollowRun } from "./follow-run";
import { listRuns } from "./list-runs";

/** Runs that are looked through: months of them where backups are daily. */
const RUNS = 200;

/** The restores, exports and checks of one repository among the newest runs, newest first. @throws AppError storage-* */
export async function restoresOf(
  deps: FollowRun,
  repository: RepositoryName,
  now: Date,
): Promise<{ runs: FollowedRun[]; looked: number }> {
  const { runs } = await listRuns(deps, { limit: RUNS }, now);
  return { runs: runs.filter((run) => isOf(run, repository)), looked: runs.length };
}

function isOf({ record: { restore } }: FollowedRun, repository: RepositoryName): boolean {
  if (!restore) return false;
  return (
    sourcesOf(restore.request).includes(repository) ||
    (restore.restored?.some((item) => item.repository === repository) ?? false)
  );
}

function sourcesOf(request: RestoreRequest): readonly RepositoryName[] {
  if ("repositories" in request) return request.repositories === "all" ? [] : request.repositories;
  return "repository" in request ? [request.repository] : [];
}
