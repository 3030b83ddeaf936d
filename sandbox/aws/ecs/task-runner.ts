import { setTimeout as sleep } from "node:timers/promises";
import type { ContainerDefinition, TaskStopCode } from "@aws-sdk/client-ecs";
import type { Account } from "../account";
import type { ContainerLauncher, PreparedContainer } from "./container-launcher";
import type { ContainerProcess } from "./container-process";
import type { EcsStore, Revision, TaskRecord } from "./ecs-state";
import { StartFailure } from "./start-failure";

/** How long a task stays in the states before it runs, in milliseconds. Real Fargate takes half a minute. */
export interface LifecycleDelays {
  provisioningMs: number;
  pendingMs: number;
}

/** ECS's default between SIGTERM and SIGKILL, in seconds. */
const STOP_TIMEOUT = 30;

/** A sandbox that ends does not wait for stopTimeout. */
const CLOSE_GRACE_MS = 5_000;

export const RESTARTED = "the sandbox was restarted";

interface RunningContainer {
  definition: ContainerDefinition;
  process: ContainerProcess;
  /** Resolves when its end is in the record. */
  ended: Promise<void>;
}

interface Running {
  record: TaskRecord;
  stopping: AbortController;
  containers: RunningContainer[];
  graceMs: number | undefined;
  done: Promise<void>;
}

/** Takes tasks from PROVISIONING over PENDING and RUNNING to STOPPED, with real processes. */
export class TaskRunner {
  readonly delays: LifecycleDelays;
  private readonly store: EcsStore;
  private readonly launcher: ContainerLauncher;
  private readonly running = new Map<string, Running>();

  constructor(store: EcsStore, launcher: ContainerLauncher, delays: LifecycleDelays) {
    this.store = store;
    this.launcher = launcher;
    this.delays = delays;
  }

  start(record: TaskRecord, revision: Revision): void {
    const stopping = new AbortController();
    const run: Running = { record, stopping, containers: [], graceMs: undefined, done: Promise.resolve() };
    this.running.set(record.id, run);
    run.done = this.live(run, revision).finally(() => this.running.delete(record.id));
    run.done.catch((error) => this.account.log(`task ${record.id} was lost: ${error}`));
  }

  /** Asks a task to stop; it does so in its own time. Stopping a stopped task changes nothing. */
  stop(record: TaskRecord, stopCode: TaskStopCode, reason: string, graceMs?: number): void {
    const run = this.running.get(record.id);
    if (!run || run.stopping.signal.aborted) return;
    this.beginStop(run, stopCode, reason);
    run.graceMs = graceMs;
    run.stopping.abort();
    for (const each of run.containers) this.stopContainer(run, each);
  }

  /** Stops all tasks, with SIGKILL for those that do not end by themselves. */
  async close(): Promise<void> {
    const all = [...this.running.values()];
    for (const { record } of all) this.stop(record, "TerminationNotice", RESTARTED, CLOSE_GRACE_MS);
    await Promise.allSettled(all.map((run) => run.done));
  }

  private get account(): Account {
    return this.store.account;
  }

  private async live(run: Running, revision: Revision): Promise<void> {
    try {
      await this.wait(run, this.delays.provisioningMs);
      this.setStatus(run.record, "PENDING");
      run.record.task.pullStartedAt = this.account.now();
      const prepared = run.stopping.signal.aborted ? [] : await this.launcher.prepare(run.record, revision);
      await this.wait(run, this.delays.pendingMs);
      if (!run.stopping.signal.aborted) await this.startContainers(run, prepared);
      await Promise.all(run.containers.map((each) => each.ended));
    } catch (error) {
      if (!(error instanceof StartFailure)) this.account.log(`task ${run.record.id} could not be started: ${error}`);
      const reason = error instanceof Error ? error.message : String(error);
      this.beginStop(run, "TaskFailedToStart", reason);
      for (const { process } of run.containers) process.kill();
      await Promise.all(run.containers.map((each) => each.ended));
    }
    await this.finish(run.record);
  }

  private async startContainers(run: Running, prepared: PreparedContainer[]): Promise<void> {
    for (const { definition, log, command } of prepared) {
      const process = await this.launcher.start(command, log);
      run.record.pids.push(process.pid);
      this.update(run.record, definition.name, { lastStatus: "RUNNING", runtimeId: `${run.record.id}-${process.pid}` });
      const ended = process.ended.then(async (exitCode) => {
        await log.flushed();
        this.update(run.record, definition.name, { lastStatus: "STOPPED", exitCode });
        if (definition.essential !== false) this.essentialEnded(run);
      });
      const container: RunningContainer = { definition, process, ended };
      run.containers.push(container);
      // StopTask came while the process was being started.
      if (run.stopping.signal.aborted) this.stopContainer(run, container);
    }
    const now = this.account.now();
    const { task } = run.record;
    Object.assign(task, { pullStoppedAt: now, startedAt: now, connectivity: "CONNECTED", connectivityAt: now });
    this.setStatus(run.record, "RUNNING");
  }

  private essentialEnded(run: Running): void {
    if (!run.stopping.signal.aborted) {
      this.beginStop(run, "EssentialContainerExited", "Essential container in task exited");
      run.stopping.abort();
    }
    for (const each of run.containers) this.stopContainer(run, each);
  }

  private stopContainer(run: Running, { definition, process }: RunningContainer): void {
    const stopTimeoutMs = (definition.stopTimeout ?? STOP_TIMEOUT) * 1000;
    process.stop(Math.min(stopTimeoutMs, run.graceMs ?? stopTimeoutMs));
  }

  private beginStop({ record }: Running, stopCode: TaskStopCode, reason: string): void {
    const { task } = record;
    if (task.desiredStatus === "STOPPED") return;
    task.desiredStatus = "STOPPED";
    task.stopCode = stopCode;
    task.stoppedReason = reason;
    task.stoppingAt = this.account.now();
    this.changed(record);
  }

  private async finish(record: TaskRecord): Promise<void> {
    const now = this.account.now();
    record.pids = [];
    record.task.executionStoppedAt = now;
    record.task.stoppedAt = now;
    for (const container of record.task.containers ?? []) container.lastStatus = "STOPPED";
    this.setStatus(record, "STOPPED");
    await this.store.save();
  }

  private setStatus(record: TaskRecord, status: string): void {
    record.task.lastStatus = status;
    if (status === "PENDING") for (const each of record.task.containers ?? []) each.lastStatus = "PENDING";
    this.changed(record);
  }

  private update(record: TaskRecord, name: string | undefined, change: object): void {
    const container = record.task.containers?.find((each) => each.name === name);
    if (container) Object.assign(container, change);
    this.changed(record);
  }

  private changed(record: TaskRecord): void {
    record.task.version = (record.task.version ?? 0) + 1;
    this.store.saveSoon();
  }

  /** A task that is asked to stop does not wait. */
  private async wait(run: Running, ms: number): Promise<void> {
    const { signal } = run.stopping;
    await sleep(ms, undefined, { signal }).catch((error) => {
      if (!signal.aborted) throw error;
    });
  }
}
