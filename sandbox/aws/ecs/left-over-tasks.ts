import { readFile } from "node:fs/promises";
import { killGroup } from "./container-process";
import type { EcsStore, TaskRecord } from "./ecs-state";
import { RESTARTED } from "./task-runner";

/**
 * After a restart no task of the sandbox before it can go on: each is marked STOPPED. A kill -9 of the sandbox leaves
 * the processes of its tasks running, so these are killed, if they are still what the record says.
 */
export async function stopLeftOverTasks(store: EcsStore): Promise<void> {
  const left = store.tasks.filter((each) => each.task.lastStatus !== "STOPPED");
  for (const record of left) {
    for (const pid of record.pids) if (await isOfTask(pid, record)) killGroup(pid);
    const now = store.account.now();
    record.pids = [];
    record.task.lastStatus = "STOPPED";
    record.task.desiredStatus = "STOPPED";
    record.task.stopCode ??= "TerminationNotice";
    record.task.stoppedReason ??= RESTARTED;
    record.task.stoppedAt = now;
    record.task.stoppingAt ??= now;
    record.task.executionStoppedAt ??= now;
    for (const container of record.task.containers ?? []) container.lastStatus = "STOPPED";
  }
  if (left.length > 0) await store.save();
}

/** Process ids are used again; the metadata address in the environment is not. Only Linux lets us look. */
async function isOfTask(pid: number, record: TaskRecord): Promise<boolean> {
  const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
  return environment.includes(`/v4/${record.id}`);
}
