// Every alarm: used by infra (to create it), console (to explain it) and runbook (one heading each; a test compares them).
import { METRICS, type MetricName } from "./metrics";

export interface AlarmDefinition {
  /** Also the anchor of its heading in docs/operator-runbook.md, and the end of its CloudWatch name. */
  id: string;
  title: string;
  severity: "critical" | "high" | "medium";
  metric: MetricName;
  statistic: "Sum" | "SampleCount" | "Maximum";
  periodSeconds: number;
  evaluationPeriods: number;
  threshold: number;
  comparison: "GreaterThanThreshold" | "LessThanThreshold";
  /** breaching for heartbeats (silence is the fault), notBreaching for error counts. */
  treatMissingData: "breaching" | "notBreaching";
  /** One sentence: what it means when it is in ALARM. */
  meaning: string;
}

const DAY = 86_400;

export const ALARMS: readonly AlarmDefinition[] = [
  {
    id: "backup-failure",
    title: "A repository could not be backed up",
    severity: "high",
    metric: METRICS.backupFailure,
    statistic: "Sum",
    periodSeconds: DAY,
    evaluationPeriods: 1,
    threshold: 0,
    comparison: "GreaterThanThreshold",
    treatMissingData: "notBreaching",
    meaning: "In the last 24 hours at least one repository could not be backed up; its older backups are still there.",
  },
  {
    id: "task-not-running",
    title: "No backup has finished",
    severity: "critical",
    metric: METRICS.backupSuccess,
    statistic: "SampleCount",
    periodSeconds: DAY,
    evaluationPeriods: 1,
    threshold: 1,
    comparison: "LessThanThreshold",
    treatMissingData: "breaching",
    meaning: "No backup run has come to its end in the last 24 hours; new work is not protected.",
  },
  {
    id: "repositories-vanished",
    title: "Repositories are no longer listed",
    severity: "high",
    metric: METRICS.repositoriesVanished,
    statistic: "Sum",
    periodSeconds: DAY,
    evaluationPeriods: 1,
    threshold: 0,
    comparison: "GreaterThanThreshold",
    treatMissingData: "notBreaching",
    meaning:
      "In the last 24 hours a backup missed repositories that the one before still had: deleted, transferred, or taken from the App. Their older backups are still there.",
  },
];

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

export const ALARM_STATE_VIEW: Record<
  AlarmState,
  { label: string; indicator: "success" | "error" | "pending"; order: number }
> = {
  ALARM: { label: "In alarm", indicator: "error", order: 0 },
  INSUFFICIENT_DATA: { label: "Not enough data", indicator: "pending", order: 1 },
  OK: { label: "OK", indicator: "success", order: 2 },
};

export const alarmName = (prefix: string, alarm: AlarmDefinition): string => `${prefix}-${alarm.id}`;

/** The definition behind a CloudWatch alarm's name, or undefined for a foreign alarm. */
export function alarmByName(prefix: string, name: string): AlarmDefinition | undefined {
  return ALARMS.find((alarm) => alarmName(prefix, alarm) === name);
}

export const runbookAnchor = (alarm: AlarmDefinition): string => `docs/operator-runbook.md#${alarm.id}`;
