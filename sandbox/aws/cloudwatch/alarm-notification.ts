import type { StateValue } from "@aws-sdk/client-cloudwatch";
import type { Account } from "../account";
import { awsDate } from "./alarm-reason";
import type { Alarm } from "./alarm-store";

/** `ALARM: "name" in EU (Ireland)`, cut to SNS's 100 characters. */
export function alarmSubject(account: Account, alarm: Alarm): string {
  return `${alarm.StateValue}: "${alarm.AlarmName}" in ${regionName(account)}`.slice(0, 100);
}

/** The JSON CloudWatch publishes to a topic when an alarm changes. */
export function alarmMessage(account: Account, alarm: Alarm, oldState: StateValue): string {
  return JSON.stringify({
    AlarmName: alarm.AlarmName,
    AlarmDescription: alarm.AlarmDescription ?? null,
    AWSAccountId: account.accountId,
    AlarmConfigurationUpdatedTimestamp: dateOrNull(alarm.AlarmConfigurationUpdatedTimestamp),
    NewStateValue: alarm.StateValue,
    NewStateReason: alarm.StateReason,
    StateChangeTime: dateOrNull(alarm.StateUpdatedTimestamp),
    Region: regionName(account),
    AlarmArn: alarm.AlarmArn,
    OldStateValue: oldState,
    OKActions: alarm.OKActions ?? [],
    AlarmActions: alarm.AlarmActions ?? [],
    InsufficientDataActions: alarm.InsufficientDataActions ?? [],
    Trigger: {
      MetricName: alarm.MetricName,
      Namespace: alarm.Namespace,
      StatisticType: alarm.ExtendedStatistic ? "ExtendedStatistic" : "Statistic",
      // The one place where CloudWatch spells statistics in capitals.
      ...(alarm.ExtendedStatistic
        ? { ExtendedStatistic: alarm.ExtendedStatistic }
        : { Statistic: alarm.Statistic?.toUpperCase() }),
      Unit: alarm.Unit ?? null,
      Dimensions: (alarm.Dimensions ?? []).map(({ Name, Value }) => ({ value: Value, name: Name })),
      Period: alarm.Period,
      EvaluationPeriods: alarm.EvaluationPeriods,
      ...(alarm.DatapointsToAlarm ? { DatapointsToAlarm: alarm.DatapointsToAlarm } : {}),
      ComparisonOperator: alarm.ComparisonOperator,
      Threshold: alarm.Threshold,
      TreatMissingData: alarm.TreatMissingData ?? "missing",
      EvaluateLowSampleCountPercentile: alarm.EvaluateLowSampleCountPercentile ?? "",
    },
  });
}

const REGION_NAMES: Record<string, string> = {
  "us-east-1": "US East (N. Virginia)",
  "us-east-2": "US East (Ohio)",
  "us-west-2": "US West (Oregon)",
  "eu-west-1": "EU (Ireland)",
  "eu-west-2": "EU (London)",
  "eu-central-1": "EU (Frankfurt)",
};

function regionName(account: Account): string {
  return REGION_NAMES[account.region] ?? account.region;
}

function dateOrNull(date: Date | undefined): string | null {
  return date ? awsDate(date) : null;
}
