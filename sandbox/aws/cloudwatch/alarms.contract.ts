import {
  DeleteAlarmsCommand,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  DisableAlarmActionsCommand,
  ListTagsForResourceCommand,
  type MetricAlarm,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  PutMetricDataCommand,
  SetAlarmStateCommand,
  TagResourceCommand,
} from "@aws-sdk/client-cloudwatch";
import { CreateTopicCommand } from "@aws-sdk/client-sns";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OutboxEntry } from "../sns/topic-store";
import { type AwsClients, type AwsFixture, eventually, startFixture } from "../testing/aws-fixture";

let now = new Date("2026-11-20T12:00:00Z");
let fixture: AwsFixture;
let cloudwatch: AwsClients["cloudwatch"];
let topic: string;

beforeAll(async () => {
  fixture = await startFixture({ now: () => now });
  cloudwatch = fixture.clients().cloudwatch;
  topic = (await fixture.clients().sns.send(new CreateTopicCommand({ Name: "alarms" }))).TopicArn ?? "";
});
afterAll(() => fixture.close());

async function putAlarm(name: string, more: Partial<PutMetricAlarmCommandInput> = {}): Promise<void> {
  const input: PutMetricAlarmCommandInput = {
    AlarmName: name,
    Namespace: `Test/${name}`,
    MetricName: "Failures",
    Statistic: "Sum",
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: "GreaterThanOrEqualToThreshold",
    ...more,
  };
  await cloudwatch.send(new PutMetricAlarmCommand(input));
}

async function putValue(name: string, Value: number): Promise<void> {
  const MetricData = [{ MetricName: "Failures", Value }];
  await cloudwatch.send(new PutMetricDataCommand({ Namespace: `Test/${name}`, MetricData }));
}

async function alarm(name: string): Promise<MetricAlarm> {
  const { MetricAlarms } = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
  const [found] = MetricAlarms ?? [];
  if (!found) throw new Error(`there is no alarm ${name}`);
  return found;
}

async function reaches(name: string, state: string): Promise<MetricAlarm> {
  return eventually(`${name} in ${state}`, async () => {
    const found = await alarm(name);
    return found.StateValue === state ? found : undefined;
  });
}

async function notifications(name: string): Promise<OutboxEntry[]> {
  const { messages } = (await (await fetch(`${fixture.url}/_sandbox/sns/outbox`)).json()) as {
    messages: OutboxEntry[];
  };
  return messages.filter((each) => each.subject?.includes(`"${name}"`));
}

describe("an alarm", () => {
  it("goes to ALARM when data crosses the threshold, back to OK when it no longer does, and tells its topic both times", async () => {
    await putAlarm("round-trip", { AlarmActions: [topic], OKActions: [topic], TreatMissingData: "notBreaching" });
    expect(await alarm("round-trip")).toMatchObject({
      StateValue: "INSUFFICIENT_DATA",
      StateReason: "Unchecked: Initial alarm creation",
    });
    await putValue("round-trip", 2);
    const alarmed = await reaches("round-trip", "ALARM");
    expect(alarmed.StateReason).toBe(
      "Threshold Crossed: 1 out of the last 1 datapoints [2.0 (20/11/26 12:00:00)] was greater than or equal to the threshold (1.0) (minimum 1 datapoint for INSUFFICIENT_DATA -> ALARM transition).",
    );
    now = new Date(now.getTime() + 60_000);
    await putValue("round-trip", 0);
    await reaches("round-trip", "OK");

    const [toAlarm, toOk] = await eventually("two notifications", async () => {
      const found = await notifications("round-trip");
      return found.length === 2 ? found : undefined;
    });
    expect(toAlarm?.subject).toBe('ALARM: "round-trip" in US East (N. Virginia)');
    expect(JSON.parse(toAlarm?.message ?? "")).toMatchObject({
      AlarmName: "round-trip",
      NewStateValue: "ALARM",
      OldStateValue: "INSUFFICIENT_DATA",
      Trigger: { MetricName: "Failures", Statistic: "SUM", Threshold: 1, TreatMissingData: "notBreaching" },
    });
    expect(JSON.parse(toOk?.message ?? "")).toMatchObject({ NewStateValue: "OK", OldStateValue: "ALARM" });
  });

  it("writes its history newest first, in CloudWatch's words and data", async () => {
    const { AlarmHistoryItems } = await cloudwatch.send(new DescribeAlarmHistoryCommand({ AlarmName: "round-trip" }));
    expect(AlarmHistoryItems?.map((each) => each.HistorySummary)).toEqual([
      `Successfully executed action ${topic}`,
      "Alarm updated from ALARM to OK",
      `Successfully executed action ${topic}`,
      "Alarm updated from INSUFFICIENT_DATA to ALARM",
      'Alarm "round-trip" created',
    ]);
    expect(JSON.parse(AlarmHistoryItems?.[1]?.HistoryData ?? "")).toMatchObject({
      version: "1.0",
      oldState: { stateValue: "ALARM" },
      newState: { stateValue: "OK", stateReasonData: { statistic: "Sum", period: 60, threshold: 1 } },
    });
    const ask = { AlarmName: "round-trip", HistoryItemType: "StateUpdate" as const, MaxRecords: 1 };
    const first = await cloudwatch.send(new DescribeAlarmHistoryCommand(ask));
    const second = await cloudwatch.send(new DescribeAlarmHistoryCommand({ ...ask, NextToken: first.NextToken }));
    expect(second.AlarmHistoryItems?.map((each) => each.HistorySummary)).toEqual([
      "Alarm updated from INSUFFICIENT_DATA to ALARM",
    ]);
  });

  it("on missing data fires by itself when nothing comes, and not before the range AWS looks at has passed", async () => {
    await putAlarm("heartbeat", { ComparisonOperator: "LessThanThreshold", TreatMissingData: "breaching" });
    await putValue("heartbeat", 1);
    await reaches("heartbeat", "OK");
    now = new Date(now.getTime() + 120_000);
    await new Promise((resolve) => setTimeout(resolve, 5_500));
    expect((await alarm("heartbeat")).StateValue).toBe("OK");
    now = new Date(now.getTime() + 60_000);
    const fired = await reaches("heartbeat", "ALARM");
    expect(fired.StateReason).toContain(
      "no datapoints were received for 1 period and 1 missing datapoint was treated as [Breaching]",
    );
  });

  it("keeps a state that was set by hand until it is evaluated again", async () => {
    await putAlarm("by-hand", { TreatMissingData: "notBreaching", AlarmActions: [topic] });
    await cloudwatch.send(
      new SetAlarmStateCommand({ AlarmName: "by-hand", StateValue: "ALARM", StateReason: "a rehearsal" }),
    );
    expect(await alarm("by-hand")).toMatchObject({ StateValue: "ALARM", StateReason: "a rehearsal" });
    expect(await notifications("by-hand")).toHaveLength(1);
    await putValue("by-hand", 0);
    await reaches("by-hand", "OK");
  });

  it("does nothing when its actions are disabled, and says so when an action fails", async () => {
    await putAlarm("quiet", { AlarmActions: [topic] });
    await cloudwatch.send(new DisableAlarmActionsCommand({ AlarmNames: ["quiet"] }));
    await putAlarm("broken", { AlarmActions: [`${topic}-gone`] });
    await putValue("quiet", 5);
    await putValue("broken", 5);
    await reaches("quiet", "ALARM");
    await reaches("broken", "ALARM");
    expect(await notifications("quiet")).toEqual([]);
    const history = await eventually("the failed action", async () => {
      const ask = new DescribeAlarmHistoryCommand({ AlarmName: "broken", HistoryItemType: "Action" });
      const { AlarmHistoryItems } = await cloudwatch.send(ask);
      return AlarmHistoryItems?.[0];
    });
    expect(history.HistorySummary).toBe(`Failed to execute action ${topic}-gone`);
  });

  it("is found by name, prefix and state, in pages, and carries tags", async () => {
    for (const name of ["find-a", "find-b", "find-c"]) {
      await putAlarm(name, { Tags: [{ Key: "team", Value: "sre" }] });
    }
    const ask = { AlarmNamePrefix: "find-", MaxRecords: 2 };
    const first = await cloudwatch.send(new DescribeAlarmsCommand(ask));
    const second = await cloudwatch.send(new DescribeAlarmsCommand({ ...ask, NextToken: first.NextToken }));
    const names = [first, second].flatMap((page) => page.MetricAlarms?.map((each) => each.AlarmName));
    expect(names).toEqual(["find-a", "find-b", "find-c"]);
    const ResourceARN = first.MetricAlarms?.[0]?.AlarmArn;
    await cloudwatch.send(new TagResourceCommand({ ResourceARN, Tags: [{ Key: "runbook", Value: "x" }] }));
    const { Tags } = await cloudwatch.send(new ListTagsForResourceCommand({ ResourceARN }));
    expect(Tags).toHaveLength(2);
    await cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: ["find-a", "find-b", "none"] }));
    const left = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNamePrefix: "find-" }));
    expect(left.MetricAlarms?.map((each) => each.AlarmName)).toEqual(["find-c"]);
  });

  it("is refused when CloudWatch could not evaluate it", async () => {
    await expect(putAlarm("x", { Period: 45 })).rejects.toThrow("Period");
    await expect(putAlarm("x", { Period: 3600, EvaluationPeriods: 200 })).rejects.toThrow("more than a week");
    await expect(putAlarm("x", { EvaluationPeriods: 2, DatapointsToAlarm: 3 })).rejects.toThrow("DatapointsToAlarm");
    await expect(putAlarm("x", { ExtendedStatistic: "p99" })).rejects.toThrow("Exactly one of");
    await expect(putAlarm("x", { TreatMissingData: "maybe" })).rejects.toThrow("TreatMissingData");
    const missing = cloudwatch.send(new SetAlarmStateCommand({ AlarmName: "none", StateValue: "OK", StateReason: "" }));
    await expect(missing).rejects.toMatchObject({ name: "ResourceNotFound" });
  });

  it("is there after a restart with its state and its history", async () => {
    const before = await alarm("broken");
    await fixture.restart();
    cloudwatch = fixture.clients().cloudwatch;
    expect(await alarm("broken")).toEqual(before);
    const { AlarmHistoryItems } = await cloudwatch.send(new DescribeAlarmHistoryCommand({ AlarmName: "round-trip" }));
    expect(AlarmHistoryItems).toHaveLength(5);
  });
});
