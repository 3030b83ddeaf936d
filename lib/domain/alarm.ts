// What an alarm is, and its states. Which there are: alarms-for.ts.
import type { MetricName } from "./metrics";

export interface AlarmDefinition {
  /** Also the anchor of its heading in docs/operator-runbook.md, and the end of its CloudWatch name. */
  id: AlarmId;
  title: string;
  severity: "critical" | "high" | "medium";
  metric: MetricName;
  statistic: "Sum" | "SampleCount" | "Maximum";
  periodSeconds: number;
  evaluationPeriods: number;
  /** Of the evaluation periods, how many must breach. */
  datapointsToAlarm: number;
  threshold: number;
  comparison: "GreaterThanThreshold" | "LessThanThreshold";
  /** breaching for heartbeats and ages (silence is the fault), notBreaching for error counts. */
  treatMissingData: "breaching" | "notBreaching";
  /** What it means when it is in ALARM. */
  meaning: string;
}

export const ALARM_IDS = [
  "backup-failure",
  "task-not-running",
  "repositories-vanished",
  "freshness",
  "proof-age",
  "proof-failure",
  "replica-lag",
  "anomaly",
  "drill-overdue",
  "console-errors",
] as const;
export type AlarmId = (typeof ALARM_IDS)[number];

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

export const ALARM_STATE_VIEW: Record<
  AlarmState,
  { label: string; indicator: "success" | "error" | "pending"; order: number }
> = {
  ALARM: { label: "In alarm", indicator: "error", order: 0 },
  INSUFFICIENT_DATA: { label: "Not enough data", indicator: "pending", order: 1 },
  OK: { label: "OK", indicator: "success", order: 2 },
};

export const alarmName = (prefix: string, alarm: { id: AlarmId }): string => `${prefix}-${alarm.id}`;

export const runbookAnchor = (alarm: { id: AlarmId }): string => `docs/operator-runbook.md#${alarm.id}`;

/** What the alarm's message says: what it means, and where to read on. */
export const alarmMessage = (alarm: AlarmDefinition): string => `${alarm.meaning} What to do: ${runbookAnchor(alarm)}`;

/** When it is in ALARM, as a sentence for people who know CloudWatch. */
export function ruleInWords(alarm: AlarmDefinition): string {
  const { statistic, threshold, evaluationPeriods: periods, datapointsToAlarm } = alarm;
  const period = alarm.periodSeconds === 3600 ? "an hour" : `${alarm.periodSeconds / 60} minutes`;
  const beyond = alarm.comparison === "LessThanThreshold" ? "below" : "above";
  const row = periods === 1 ? "" : `, ${periods} times in a row`;
  const many = datapointsToAlarm === periods ? row : `, in any of the last ${periods}`;
  const missing = alarm.treatMissingData === "breaching" ? " No data counts as that." : "";
  return `In alarm when the ${statistic} of ${period} is ${beyond} ${threshold}${many}.${missing}`;
}
