import { AppError, problemOf } from "@/lib/domain/errors";
import type { FollowedRun } from "@/lib/domain/followed-run";
import type { RunId } from "@/lib/domain/ids";
import { HEARTBEAT_MS, LOST_AFTER_MS, RUN_STATE_VIEW, type RunRecord } from "@/lib/domain/run";
import type { ObjectStore } from "@/lib/ports/object-store";
import type { TaskFacts, TaskRunner } from "@/lib/ports/task-runner";
import { KeepRecent } from "./keep-recent";
import { readRun } from "./run-records";

export interface FollowRun {
  records: ObjectStore;
  tasks: TaskRunner;
  ended: EndedRuns;
}

/** Runs that have ended do not change any more. */
export type EndedRuns = KeepRecent<FollowedRun>;
export const endedRuns = (): EndedRuns => new KeepRecent<FollowedRun>(2000);

/**
 * A run's record, checked against its task: a worker that was killed cannot say so itself, so a record without a
 * heartbeat whose task has ended is shown as lost.
 * @throws AppError not-found, record-invalid, storage-*
 */
export function followRun({ records, tasks, ended }: FollowRun, run: RunId, now: Date): Promise<FollowedRun> {
  const isFinal = ({ record, notice }: FollowedRun) =>
    !notice && record.state !== "lost" && RUN_STATE_VIEW[record.state].terminal;
  return ended.get(
    run,
    async () => {
      const { record } = await readRun(records, run);
      return followed(await withTask(withWhoAsked(record), tasks, now));
    },
    isFinal,
  );
}

/** The worker sees a signal and no more; who asked for it stands in the record. */
function withWhoAsked(record: RunRecord): RunRecord {
  const { error, stop_requested: asked } = record;
  if (error?.code !== "run-stopped" || !asked) return record;
  return { ...record, error: problemOf(new AppError("run-stopped", { who: asked.by })) };
}

async function withTask(record: RunRecord, tasks: TaskRunner, now: Date): Promise<Omit<FollowedRun, "receipt">> {
  const silentMs = now.getTime() - Date.parse(record.updated_at);
  if (RUN_STATE_VIEW[record.state].terminal || silentMs <= HEARTBEAT_MS) return { record };
  if (!record.task) return silentMs > LOST_AFTER_MS ? lost(record, "no task was ever seen") : { record };
  try {
    const task = await tasks.describe(record.task.arn);
    return judge(record, task, silentMs);
  } catch (error) {
    return { record, notice: problemOf(error) };
  }
}

/** A task that has stopped gets a little time for its last write to arrive; one that ECS has forgotten gets the whole. */
function judge(record: RunRecord, task: TaskFacts | undefined, silentMs: number): Omit<FollowedRun, "receipt"> {
  if (task?.status === "stopped") {
    const exit = task.exitCode === undefined ? "" : `exit code ${task.exitCode}`;
    return lost(record, [task.stoppedReason, exit].filter(Boolean).join(", ") || "ECS gives no reason");
  }
  if (!task && silentMs > LOST_AFTER_MS) return lost(record, "ECS does not know its task any more");
  return { record };
}

function lost(record: RunRecord, detail: string): Omit<FollowedRun, "receipt"> {
  return { record: { ...record, state: "lost", error: problemOf(new AppError("run-lost", { detail })) } };
}

function followed(run: Omit<FollowedRun, "receipt">): FollowedRun {
  const { kind, state, error } = run.record;
  // A restore that found other refs than it pushed has failed and has a receipt that says which.
  const compared = state === "succeeded" || (state === "failed" && error?.code === "refs-differ");
  const { request, check_only: checked } = run.record.restore ?? {};
  // Of many, each has its own; a change of a restored repository compares nothing.
  const one = request?.kind !== "batch" && request?.kind !== "rearm" && !checked;
  return { ...run, receipt: kind === "restore" && compared && one };
}
