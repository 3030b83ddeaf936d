import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { followingFireTime, type Invocation, type Schedule, type ScheduleStore } from "./schedule-store";
import { TargetError, type TaskTarget } from "./task-target";

/** AWS fires within the minute; the sandbox is more punctual, so that tests need not wait. */
const LOOK_EVERY_MS = 250;

/** What AWS assumes when a schedule has no RetryPolicy. */
const DEFAULT_RETRIES = 185;
const DEFAULT_EVENT_AGE_SECONDS = 86_400;

const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 60_000;

/** Fires the schedules that are due and retries what fails, within each schedule's RetryPolicy. */
export class ScheduleRunner {
  private readonly store: ScheduleStore;
  private readonly target: TaskTarget;
  private readonly timer: NodeJS.Timeout;
  private readonly stopping = new AbortController();
  private readonly invocations = new Set<Promise<void>>();

  constructor(store: ScheduleStore, target: TaskTarget) {
    this.store = store;
    this.target = target;
    this.skipMissed();
    this.timer = setInterval(() => this.fireDue(), LOOK_EVERY_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.stopping.abort();
    await Promise.allSettled(this.invocations);
  }

  /** What came due while the sandbox was not running is not made up for. */
  private skipMissed(): void {
    const now = this.store.account.now();
    for (const schedule of this.store.all()) {
      const missed = schedule.nextFireAt;
      if (!missed || missed > now) continue;
      schedule.nextFireAt = followingFireTime(schedule, missed, now);
      this.store.account.log(`schedule ${schedule.Name} missed ${missed.toISOString()}: the sandbox was not running`);
    }
  }

  private fireDue(): void {
    const now = this.store.account.now();
    const due = this.store.all().filter((each) => each.nextFireAt && each.nextFireAt <= now);
    for (const schedule of due) {
      const scheduledAt = schedule.nextFireAt ?? now;
      schedule.nextFireAt = followingFireTime(schedule, scheduledAt, now);
      // A disabled schedule lets its times pass.
      if (schedule.State === "DISABLED") continue;
      const last = schedule.nextFireAt === undefined;
      if (last && schedule.ActionAfterCompletion === "DELETE") this.store.remove(schedule.Name);
      const invocation = this.invoke(structuredClone(schedule), scheduledAt)
        .catch((error) => this.store.account.log(`schedule ${schedule.Name}: ${error}`))
        .finally(() => this.invocations.delete(invocation));
      this.invocations.add(invocation);
    }
    if (due.length > 0) {
      this.store.save().catch((error) => this.store.account.log(`the schedules could not be written: ${error}`));
    }
  }

  private async invoke(schedule: Schedule, scheduledAt: Date): Promise<void> {
    const executionId = randomUUID();
    const policy = schedule.Target?.RetryPolicy;
    const retries = policy?.MaximumRetryAttempts ?? DEFAULT_RETRIES;
    const giveUpAt = Date.now() + (policy?.MaximumEventAgeInSeconds ?? DEFAULT_EVENT_AGE_SECONDS) * 1000;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const taskArns = await this.target.run(schedule, { scheduledAt, executionId, attempt });
        return await this.record(schedule, { scheduledAt, attempts: attempt, outcome: "succeeded", taskArns });
      } catch (error) {
        const retryable = error instanceof TargetError && error.retryable;
        const backoff = Math.min(FIRST_BACKOFF_MS * 2 ** (attempt - 1), LONGEST_BACKOFF_MS);
        if (!retryable || attempt > retries || Date.now() + backoff > giveUpAt) {
          const failed = { scheduledAt, attempts: attempt, outcome: "failed" as const, taskArns: [] };
          return await this.record(schedule, { ...failed, error: String(error) });
        }
        await sleep(backoff, undefined, { signal: this.stopping.signal });
      }
    }
  }

  private async record(schedule: Schedule, result: Omit<Invocation, "schedule" | "at">): Promise<void> {
    this.store.record({ schedule: schedule.Name, at: this.store.account.now(), ...result });
    await this.store.save();
  }
}
