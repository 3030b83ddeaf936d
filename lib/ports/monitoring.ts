import type { AlarmState } from "@/lib/domain/alarm";
import type { MetricName, MetricUnit } from "@/lib/domain/metrics";

export interface MetricValue {
  name: MetricName;
  value: number;
  unit: MetricUnit;
}

/** Where the worker publishes numbers. */
export interface MetricSink {
  publish(values: MetricValue[], at: Date): Promise<void>;
}

/** CloudWatch's alarms and metrics, read. */
export interface Monitoring {
  alarms(namePrefix: string): Promise<AlarmFacts[]>;
  /** State changes, newest first. */
  alarmHistory(alarmName: string, limit: number): Promise<AlarmChange[]>;
  /** One value per period that has data, oldest first. */
  series(
    metric: MetricName,
    statistic: string,
    range: { from: Date; to: Date; periodSeconds: number },
  ): Promise<MetricPoint[]>;
}

export interface AlarmFacts {
  name: string;
  state: AlarmState;
  reason: string;
  /** When the state began. */
  since: string;
  description?: string;
  metric?: MetricName;
  statistic?: string;
  threshold?: number;
  comparison?: string;
  periodSeconds?: number;
  actionsEnabled: boolean;
  /** ARNs of what is told when it goes off. */
  actions: string[];
}

export interface AlarmChange {
  at: string;
  from?: AlarmState;
  to?: AlarmState;
  summary: string;
}

export interface MetricPoint {
  at: string;
  value: number;
}

export interface LogLine {
  at: string;
  message: string;
}

/** A task's output. */
export interface LogReader {
  /** Lines after the cursor, oldest first, with the cursor to go on from; an unknown stream is empty, not an error. */
  read(
    group: string,
    stream: string,
    cursor: string | undefined,
    limit: number,
  ): Promise<{ lines: LogLine[]; cursor: string }>;
}
