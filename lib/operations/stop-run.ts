import { AppError, problemOf } from "@/lib/domain/errors";
import { isActive } from "@/lib/domain/followed-run";
import type { RunId } from "@/lib/domain/ids";
import { type FollowRun, followRun } from "./follow-run";
import { readRun, replaceRun } from "./run-records";

/**
 * Asks the run's task to end; the worker then writes the last word itself. A run whose task was never seen is closed here.
 * @throws AppError not-found, run-ended, aws-denied, aws-unreachable
 */
export async function stopRun(deps: FollowRun, run: RunId, actor: string, now: Date): Promise<void> {
  const followed = await followRun(deps, run, now);
  const { state, task } = followed.record;
  if (!isActive(followed)) throw new AppError("run-ended", { run, state });
  if (task) return deps.tasks.stop(task.arn, `stopped by ${actor}`);
  const { record, etag } = await readRun(deps.records, run);
  const at = now.toISOString();
  const error = problemOf(new AppError("run-stopped", { who: actor }));
  await replaceRun(deps.records, { ...record, state: "stopped", finished_at: at, updated_at: at, error }, etag);
}
