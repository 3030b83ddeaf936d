import type { FollowedRun } from "@/lib/domain/followed-run";
import type { RepositoryName, RunId } from "@/lib/domain/ids";
import { type FollowRun, followRun } from "./follow-run";
import { inParallel } from "./in-parallel";
import { listRunIds } from "./run-records";

/** Changes follow a restore within days; further runs than these are not looked through. */
const MOST_RUNS = 400;
const READ_AT_ONCE = 8;

/**
 * The runs that changed what a restore has made (Actions, visibility, archive, deletion), oldest first. Runs whose record
 * cannot be read are left out: the list of runs shows them.
 */
export async function listChanges(
  deps: FollowRun,
  restoredBy: RunId,
  target: RepositoryName,
  now: Date,
): Promise<FollowedRun[]> {
  const later = (await listRunIds(deps.records)).filter((id) => id > restoredBy).slice(-MOST_RUNS);
  const runs = await inParallel(later, READ_AT_ONCE, (id) => followRun(deps, id, now).catch(() => undefined));
  const isChange = (run: FollowedRun | undefined): run is FollowedRun => {
    const request = run?.record.restore?.request;
    return request?.kind === "rearm" && request.restoredBy === restoredBy && request.target === target;
  };
  return runs.filter(isChange).sort((a, b) => (a.record.id < b.record.id ? -1 : 1));
}
