import type * as model from "@aws-sdk/client-cloudwatch";
import { arnOf } from "../account";
import { AwsError } from "../aws-error";
import { type Operation, operation } from "../service";
import { paginate } from "../state/paginate";
import type { AlarmEngine } from "./alarm-engine";
import { checkAlarm } from "./alarm-input";
import type { Alarm, AlarmStore } from "./alarm-store";

/** How long SetAlarmState holds at most: AWS evaluates an alarm once a minute. */
const HELD_MS = 60_000;
const STATES: string[] = ["OK", "ALARM", "INSUFFICIENT_DATA"];

export function alarmOperations(store: AlarmStore, engine: AlarmEngine): Record<string, Operation> {
  return { ...changing(store, engine), ...reading(store), ...tagging(store) };
}

function changing(store: AlarmStore, engine: AlarmEngine): Record<string, Operation> {
  const enable = (enabled: boolean) =>
    operation(async (input: model.EnableAlarmActionsInput) => {
      for (const name of input.AlarmNames ?? []) {
        const alarm = store.find(name);
        if (alarm) alarm.ActionsEnabled = enabled;
      }
      await store.save();
      return {};
    });
  return {
    PutMetricAlarm: operation(async (input: model.PutMetricAlarmInput) => {
      checkAlarm(input);
      const before = store.find(input.AlarmName);
      const alarm = configure(store, input, before);
      store.put(alarm);
      const what = before ? "updated" : "created";
      store.record(alarm, "ConfigurationUpdate", `Alarm "${alarm.AlarmName}" ${what}`, {
        version: "1.0",
        type: before ? "Update" : "Create",
        ...(before ? { updatedAlarm: configuration(alarm) } : { createdAlarm: configuration(alarm) }),
      });
      await store.save();
      return {};
    }),
    DeleteAlarms: operation(async (input: model.DeleteAlarmsInput) => {
      for (const name of input.AlarmNames ?? []) {
        const alarm = store.find(name);
        if (alarm)
          store.record(alarm, "ConfigurationUpdate", `Alarm "${name}" deleted`, { version: "1.0", type: "Delete" });
      }
      store.remove(input.AlarmNames ?? []);
      await store.save();
      return {};
    }),
    SetAlarmState: operation(async (input: model.SetAlarmStateInput) => {
      const alarm = store.get(input.AlarmName);
      if (!input.StateValue || !STATES.includes(input.StateValue)) {
        throw new AwsError("ValidationError", `StateValue must be one of ${STATES.join(", ")}`);
      }
      alarm.heldUntil = new Date(store.account.now().getTime() + HELD_MS);
      await engine.setState(alarm, input.StateValue, input.StateReason ?? "", input.StateReasonData);
      return {};
    }),
    EnableAlarmActions: enable(true),
    DisableAlarmActions: enable(false),
  };
}

function reading(store: AlarmStore): Record<string, Operation> {
  return {
    DescribeAlarms: operation((input: model.DescribeAlarmsInput): model.DescribeAlarmsOutput => {
      if (input.AlarmNames?.length && input.AlarmNamePrefix) {
        throw new AwsError("ValidationError", "AlarmNames and AlarmNamePrefix cannot be given together");
      }
      const types = input.AlarmTypes ?? ["MetricAlarm"];
      const found = types.includes("MetricAlarm") ? store.all().filter((alarm) => matches(alarm, input)) : [];
      const page = paginate(found, input.NextToken, input.MaxRecords ?? 50, "InvalidNextToken");
      return { MetricAlarms: page.items, CompositeAlarms: [], NextToken: page.nextToken };
    }),
    DescribeAlarmHistory: operation((input: model.DescribeAlarmHistoryInput): model.DescribeAlarmHistoryOutput => {
      const from = input.StartDate?.getTime() ?? 0;
      const to = input.EndDate?.getTime() ?? Number.POSITIVE_INFINITY;
      const found = store.history().filter((item) => {
        const at = item.Timestamp?.getTime() ?? 0;
        const wanted = input.AlarmName === undefined || item.AlarmName === input.AlarmName;
        const typed = input.HistoryItemType === undefined || item.HistoryItemType === input.HistoryItemType;
        return wanted && typed && at >= from && at <= to;
      });
      if (input.ScanBy !== "TimestampAscending") found.reverse();
      const page = paginate(found, input.NextToken, input.MaxRecords ?? 100, "InvalidNextToken");
      return { AlarmHistoryItems: page.items, NextToken: page.nextToken };
    }),
  };
}

function tagging(store: AlarmStore): Record<string, Operation> {
  const byArn = (arn: string | undefined): Alarm => {
    const alarm = store.all().find((each) => each.AlarmArn === arn);
    if (!alarm) throw new AwsError("ResourceNotFoundException", `the resource ${arn} does not exist`, 404);
    return alarm;
  };
  return {
    ListTagsForResource: operation((input: model.ListTagsForResourceInput): model.ListTagsForResourceOutput => {
      return { Tags: byArn(input.ResourceARN).tags };
    }),
    TagResource: operation(async (input: model.TagResourceInput) => {
      const alarm = byArn(input.ResourceARN);
      const added = input.Tags ?? [];
      alarm.tags = [...alarm.tags.filter((tag) => !added.some((each) => each.Key === tag.Key)), ...added];
      await store.save();
      return {};
    }),
    UntagResource: operation(async (input: model.UntagResourceInput) => {
      const alarm = byArn(input.ResourceARN);
      alarm.tags = alarm.tags.filter((tag) => !input.TagKeys?.includes(tag.Key ?? ""));
      await store.save();
      return {};
    }),
  };
}

function configure(store: AlarmStore, input: model.PutMetricAlarmInput, before: Alarm | undefined): Alarm {
  const { Tags, ...settings } = input;
  const now = store.account.now();
  const name = input.AlarmName ?? "";
  return {
    OKActions: [],
    AlarmActions: [],
    InsufficientDataActions: [],
    Dimensions: [],
    ...settings,
    AlarmName: name,
    AlarmArn: arnOf(store.account, "cloudwatch", `alarm:${name}`),
    ActionsEnabled: input.ActionsEnabled ?? true,
    AlarmConfigurationUpdatedTimestamp: now,
    StateValue: before?.StateValue ?? "INSUFFICIENT_DATA",
    StateReason: before?.StateReason ?? "Unchecked: Initial alarm creation",
    StateReasonData: before?.StateReasonData,
    StateUpdatedTimestamp: before?.StateUpdatedTimestamp ?? now,
    StateTransitionedTimestamp: before?.StateTransitionedTimestamp ?? now,
    // As in AWS, tags of an existing alarm are changed with TagResource only.
    tags: before?.tags ?? Tags ?? [],
  };
}

function configuration({ tags: _tags, heldUntil: _held, ...alarm }: Alarm): object {
  return alarm;
}

function matches(alarm: Alarm, input: model.DescribeAlarmsInput): boolean {
  if (input.AlarmNames?.length && !input.AlarmNames.includes(alarm.AlarmName)) return false;
  if (input.AlarmNamePrefix && !alarm.AlarmName.startsWith(input.AlarmNamePrefix)) return false;
  if (input.StateValue && alarm.StateValue !== input.StateValue) return false;
  const actions = [alarm.OKActions, alarm.AlarmActions, alarm.InsufficientDataActions].flatMap((each) => each ?? []);
  return !input.ActionPrefix || actions.some((action) => action.startsWith(input.ActionPrefix ?? ""));
}
