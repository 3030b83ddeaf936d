import path from "node:path";
import type { GetScheduleOutput } from "@aws-sdk/client-scheduler";
import { type Account, arnOf } from "../account";
import { AwsError } from "../aws-error";
import { StateFile } from "../state/state-file";
import { nextFireTime } from "./schedule-expression";

/** A schedule as GetSchedule shows it, and when it fires. */
export interface Schedule extends GetScheduleOutput {
  Name: string;
  GroupName: string;
  Arn: string;
  ScheduleExpression: string;
  ScheduleExpressionTimezone: string;
  /** Undefined when it will not fire again. */
  nextFireAt?: Date;
}

/** One time a schedule fired, for whoever wants to know why a task is not there. */
export interface Invocation {
  schedule: string;
  scheduledAt: Date;
  at: Date;
  attempts: number;
  outcome: "succeeded" | "failed";
  taskArns: string[];
  error?: string;
}

interface ScheduleState {
  schedules: Schedule[];
  invocations: Invocation[];
}

const INVOCATIONS_KEPT = 500;

/** The only group; groups cannot be made here. */
export const DEFAULT_GROUP = "default";

/** Schedules and what became of their last invocations, on disk in `scheduler.json`. */
export class ScheduleStore {
  readonly account: Account;
  private readonly state: StateFile<ScheduleState>;

  private constructor(account: Account, state: StateFile<ScheduleState>) {
    this.account = account;
    this.state = state;
  }

  static async open(account: Account, dataDir: string): Promise<ScheduleStore> {
    const empty: ScheduleState = { schedules: [], invocations: [] };
    return new ScheduleStore(account, await StateFile.open(path.join(dataDir, "scheduler.json"), empty));
  }

  all(): Schedule[] {
    return this.state.value.schedules;
  }

  invocations(): Invocation[] {
    return this.state.value.invocations;
  }

  /** @throws AwsError ResourceNotFoundException */
  get(name: string | undefined, group: string | undefined): Schedule {
    this.checkGroup(group);
    const schedule = this.find(name);
    if (!schedule) throw new AwsError("ResourceNotFoundException", `Schedule ${name} does not exist.`, 404);
    return schedule;
  }

  find(name: string | undefined): Schedule | undefined {
    return this.all().find((each) => each.Name === name);
  }

  checkGroup(group: string | undefined): void {
    if ((group ?? DEFAULT_GROUP) === DEFAULT_GROUP) return;
    throw new AwsError("ResourceNotFoundException", `Schedule group ${group} does not exist.`, 404);
  }

  arn(name: string): string {
    return arnOf(this.account, "scheduler", `schedule/${DEFAULT_GROUP}/${name}`);
  }

  put(schedule: Schedule): void {
    this.remove(schedule.Name);
    this.all().push(schedule);
    this.all().sort((a, b) => (a.Name < b.Name ? -1 : 1));
  }

  remove(name: string): void {
    this.state.value.schedules = this.all().filter((each) => each.Name !== name);
  }

  record(invocation: Invocation): void {
    this.state.value.invocations = [...this.invocations(), invocation].slice(-INVOCATIONS_KEPT);
  }

  save(): Promise<void> {
    return this.state.save();
  }
}

/**
 * When `schedule` fires for the first time at or after `now`. A rate without StartDate begins at once, as AWS
 * documents; with one it keeps to StartDate plus multiples of itself.
 */
export function firstFireTime(schedule: Schedule, now: Date): Date | undefined {
  const { StartDate: start, ScheduleExpression: expression, ScheduleExpressionTimezone: timezone } = schedule;
  if (!expression.startsWith("rate")) {
    const from = start && start > now ? start : now;
    // A time that is exactly the start is meant.
    return withinEnd(schedule, nextFireTime(expression, timezone, new Date(from.getTime() - 1)));
  }
  if (!start) return withinEnd(schedule, now);
  const every = (nextFireTime(expression, timezone, start)?.getTime() ?? 0) - start.getTime();
  const passed = Math.max(0, Math.ceil((now.getTime() - start.getTime()) / every));
  return withinEnd(schedule, new Date(start.getTime() + passed * every));
}

/** When it fires after `last`. What was missed meanwhile (the sandbox was not running) is not made up for. */
export function followingFireTime(schedule: Schedule, last: Date, now: Date): Date | undefined {
  const { ScheduleExpression: expression, ScheduleExpressionTimezone: timezone } = schedule;
  const next = nextFireTime(expression, timezone, last);
  if (!next || next > now) return withinEnd(schedule, next);
  if (!expression.startsWith("rate")) return withinEnd(schedule, nextFireTime(expression, timezone, now));
  const every = next.getTime() - last.getTime();
  const passed = Math.floor((now.getTime() - last.getTime()) / every) + 1;
  return withinEnd(schedule, new Date(last.getTime() + passed * every));
}

function withinEnd(schedule: Schedule, next: Date | undefined): Date | undefined {
  return next && schedule.EndDate && next > schedule.EndDate ? undefined : next;
}
