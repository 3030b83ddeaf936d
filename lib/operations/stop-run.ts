import { confirmationToStop } from "@/lib/domain/confirmation";
import { AppError, hasCode, problemOf } from "@/lib/domain/errors";
import { isActive } from "@/lib/domain/followed-run";
import type { RunId } from "@/lib/domain/ids";
import type { ObjectStore } from "@/lib/ports/object-store";
import { type FollowRun, followRun } from "./follow-run";
import { readRun, replaceRun } from "./run-records";

/** What the browser sends: which run, and what was typed for it. */
export interface StopRun {
  id: RunId;
  confirmation: string;
}

/**
 * Asks the run's task to end; the worker then writes the last word itself. A run whose task was never seen is closed here.
 * @throws AppError not-found, run-ended, confirmation-wrong, aws-denied, aws-unreachable
 */
export async function stopRun(
  deps: FollowRun,
  { id: run, confirmation }: StopRun,
  actor: string,
  now: Date,
): Promise<void> {
  const followed = await followRun(deps, run, now);
  const { state, task } = followed.record;
  if (!isActive(followed)) throw new AppError("run-ended", { run, state });
  const expected = confirmationToStop(run);
  if (confirmation !== expected) throw new AppError("confirmation-wrong", { expected });
  const at = now.toISOString();
  if (task) {
    await noteWhoAsked(deps.records, run, { by: actor, at });
    return deps.tasks.stop(task.arn, `stopped by ${actor}`);
  }
  const { record, etag } = await readRun(deps.records, run);
  const error = problemOf(new AppError("run-stopped", { who: actor }));
  await replaceRun(deps.records, { ...record, state: "stopped", finished_at: at, updated_at: at, error }, etag);
}

/** The worker rewrites its record all the time; a few attempts find a gap. */
const ATTEMPTS = 4;

/** For the record's readers. That it could not be noted must not keep the run from being stopped. */
async function noteWhoAsked(records: ObjectStore, run: RunId, asked: { by: string; at: string }): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    try {
      const { record, etag } = await readRun(records, run);
      await replaceRun(records, { ...record, stop_requested: asked }, etag);
      return;
    } catch (error) {
      if (hasCode(error, "object-changed")) continue;
      console.warn(`who stopped run ${run} could not be noted in its record: ${problemOf(error).message}`);
      return;
    }
  }
}
