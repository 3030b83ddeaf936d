import { hasCode } from "@/lib/domain/errors";
import type { OpenedRun } from "@/lib/domain/followed-run";
import type { RunId } from "@/lib/domain/ids";
import type { RestorePlan } from "@/lib/domain/restore-plan";
import type { ObjectStore } from "@/lib/ports/object-store";
import { type FollowRun, followRun } from "./follow-run";
import { KeepRecent } from "./keep-recent";
import { readPlan } from "./run-records";

export interface OpenRun extends FollowRun {
  approved: ApprovedSteps;
}

/** A plan is written once; its steps are kept while somebody watches the run. */
export type ApprovedSteps = KeepRecent<RestorePlan["steps"]>;
export const approvedSteps = (): ApprovedSteps => new KeepRecent<RestorePlan["steps"]>(200);

/** A run with the steps of its plan, for its own page. @throws AppError not-found, record-invalid, storage-* */
export async function openRun(deps: OpenRun, run: RunId, now: Date): Promise<OpenedRun> {
  const followed = await followRun(deps, run, now);
  if (followed.record.kind !== "restore") return followed;
  return {
    ...followed,
    steps: await deps.approved.get(
      run,
      () => readSteps(deps.records, run),
      (steps) => steps.length > 0,
    ),
  };
}

/** A restore started from the command line has no approved plan: none is not an error. */
async function readSteps(records: ObjectStore, run: RunId): Promise<RestorePlan["steps"]> {
  try {
    return (await readPlan(records, run)).plan.steps;
  } catch (error) {
    if (hasCode(error, "not-found", "record-invalid")) return [];
    throw error;
  }
}
