// Alarms as screens see them: our definition joined with what CloudWatch says.
import type { AlarmDefinition, AlarmState } from "./alarm";
import type { RunId } from "./ids";
import type { AlarmGuide } from "./runbook/alarm-guide";

export interface AlarmReport {
  /** CloudWatch's name; the address of its page. */
  name: string;
  title: string;
  severity: AlarmDefinition["severity"] | "unknown";
  /** One sentence: what it means when it is in alarm. */
  meaning: string;
  /** absent: Holdfast defines it and CloudWatch does not have it, so nobody would be told. */
  state: AlarmState | "absent";
  since?: string;
  reason?: string;
  /** Whether CloudWatch would send a message. */
  actionsEnabled?: boolean;
  runbook?: string;
  /** The run that most likely raised it. */
  run?: RunId;
}

export interface AlarmDetail extends AlarmReport {
  history: AlarmChangeView[];
  /** What the runbook says of it; one that is not ours has no place there. */
  guide?: AlarmGuide;
  chart?: AlarmChart;
}

export interface AlarmChangeView {
  at: string;
  from?: AlarmState;
  to?: AlarmState;
  summary: string;
  /** The run that most likely raised it then. */
  run?: RunId;
}

export interface AlarmChart {
  metric: string;
  statistic: string;
  threshold: number;
  comparison: string;
  /** When it is in alarm, as a sentence. */
  rule: string;
  from: string;
  to: string;
  /** One a day that has data. */
  points: { at: string; value: number }[];
}

export const ALARM_REPORT_VIEW: Record<
  AlarmReport["state"],
  { label: string; indicator: "success" | "error" | "pending" | "warning"; order: number }
> = {
  ALARM: { label: "In alarm", indicator: "error", order: 0 },
  absent: { label: "Not set up", indicator: "warning", order: 1 },
  INSUFFICIENT_DATA: { label: "Not enough data", indicator: "pending", order: 2 },
  OK: { label: "OK, not raised", indicator: "success", order: 3 },
};

export const SEVERITY_VIEW: Record<AlarmReport["severity"], { label: string; order: number }> = {
  critical: { label: "Critical", order: 0 },
  high: { label: "High", order: 1 },
  medium: { label: "Medium", order: 2 },
  unknown: { label: "Not rated", order: 3 },
};

/** Worst first: by state, then by severity, then by name. */
export function byUrgency(a: AlarmReport, b: AlarmReport): number {
  return (
    ALARM_REPORT_VIEW[a.state].order - ALARM_REPORT_VIEW[b.state].order ||
    SEVERITY_VIEW[a.severity].order - SEVERITY_VIEW[b.severity].order ||
    (a.title < b.title ? -1 : 1)
  );
}
