import * as model from "@aws-sdk/client-scheduler";
import type { Principals } from "../../shared/principals";
import { arnOf } from "../account";
import { AwsError } from "../aws-error";
import { checkPassRole } from "../ecs/pass-role";
import { type Call, operation, type Service, subjects } from "../service";
import { paginate } from "../state/paginate";
import { checkSchedule } from "./schedule-input";
import { DEFAULT_GROUP, firstFireTime, type Schedule, type ScheduleStore } from "./schedule-store";

/** EventBridge Scheduler with its default group and ECS targets. */
export function schedulerService(store: ScheduleStore, principals: Principals): Service {
  return {
    iamPrefix: "scheduler",
    signingName: "scheduler",
    invalidInput: "ValidationException",
    model,
    subjects: {
      GetSchedule: subjects(({ GroupName = DEFAULT_GROUP, Name }: model.GetScheduleInput) => [
        { resource: arnOf(store.account, "scheduler", `schedule/${GroupName}/${Name}`) },
      ]),
    },
    operations: {
      CreateSchedule: operation(
        async (input: model.CreateScheduleInput, call: Call): Promise<model.CreateScheduleOutput> => {
          store.checkGroup(input.GroupName);
          if (store.find(input.Name)) {
            throw new AwsError("ConflictException", `Schedule ${input.Name} already exists.`, 409);
          }
          return put(store, principals, input, call);
        },
      ),
      UpdateSchedule: operation(
        async (input: model.UpdateScheduleInput, call: Call): Promise<model.UpdateScheduleOutput> => {
          store.get(input.Name, input.GroupName);
          return put(store, principals, input, call);
        },
      ),
      GetSchedule: operation((input: model.GetScheduleInput): model.GetScheduleOutput => {
        return store.get(input.Name, input.GroupName);
      }),
      DeleteSchedule: operation(async (input: model.DeleteScheduleInput) => {
        store.remove(store.get(input.Name, input.GroupName).Name);
        await store.save();
        return {};
      }),
      ListSchedules: operation((input: model.ListSchedulesInput): model.ListSchedulesOutput => {
        store.checkGroup(input.GroupName);
        const found = store
          .all()
          .filter((each) => each.Name.startsWith(input.NamePrefix ?? ""))
          .filter((each) => input.State === undefined || each.State === input.State);
        const page = paginate(found, input.NextToken, input.MaxResults ?? 100, "ValidationException");
        const Schedules = page.items.map((each) => ({ ...each, Target: { Arn: each.Target?.Arn } }));
        return { Schedules, NextToken: page.nextToken };
      }),
    },
  };
}

/** Creates or replaces: UpdateSchedule sets what it is not given to the default, as in AWS. */
async function put(
  store: ScheduleStore,
  principals: Principals,
  input: model.CreateScheduleInput,
  call: Call,
): Promise<{ ScheduleArn: string }> {
  checkSchedule(input, principals);
  checkPassRole(store.account, call, [input.Target?.RoleArn], "scheduler.amazonaws.com");
  const { ClientToken: _, ...settings } = input;
  const before = store.find(input.Name);
  const now = store.account.now();
  const name = input.Name ?? "";
  const schedule: Schedule = {
    ...settings,
    Name: name,
    Arn: store.arn(name),
    GroupName: DEFAULT_GROUP,
    State: input.State ?? "ENABLED",
    ScheduleExpression: input.ScheduleExpression ?? "",
    ScheduleExpressionTimezone: input.ScheduleExpressionTimezone ?? "UTC",
    ActionAfterCompletion: input.ActionAfterCompletion ?? "NONE",
    CreationDate: before?.CreationDate ?? now,
    LastModificationDate: now,
  };
  schedule.nextFireAt = before && sameTimes(before, schedule) ? before.nextFireAt : firstFireTime(schedule, now);
  store.put(schedule);
  await store.save();
  return { ScheduleArn: schedule.Arn };
}

/** A new description, or switching it off and on, must not make a rate begin anew. */
function sameTimes(a: Schedule, b: Schedule): boolean {
  const times = (each: Schedule) =>
    JSON.stringify([each.ScheduleExpression, each.ScheduleExpressionTimezone, each.StartDate, each.EndDate]);
  return times(a) === times(b);
}
