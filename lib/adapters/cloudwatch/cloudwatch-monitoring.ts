import {
  CloudWatchClient,
  DescribeAlarmHistoryCommand,
  type MetricAlarm,
  type MetricDataResult,
  paginateDescribeAlarms,
  paginateGetMetricData,
} from "@aws-sdk/client-cloudwatch";
import type { AlarmState } from "@/lib/domain/alarm";
import { METRIC_NAMESPACE, METRICS, type MetricName } from "@/lib/domain/metrics";
import type { AlarmChange, AlarmFacts, MetricPoint, Monitoring } from "@/lib/ports/monitoring";
import { awsError } from "../shared/aws-error";
import { stateChange } from "./alarm-history";

const ATTEMPTS = 3;

/** Alarms and metrics in CloudWatch, read. */
export class CloudWatchMonitoring implements Monitoring {
  private readonly client: CloudWatchClient;

  constructor(options: { region: string }) {
    this.client = new CloudWatchClient({ region: options.region, maxAttempts: ATTEMPTS });
  }

  async alarms(namePrefix: string): Promise<AlarmFacts[]> {
    try {
      const pages = paginateDescribeAlarms(
        { client: this.client },
        { AlarmNamePrefix: namePrefix, AlarmTypes: ["MetricAlarm"] },
      );
      const alarms: AlarmFacts[] = [];
      for await (const page of pages) alarms.push(...(page.MetricAlarms ?? []).map(alarmFacts));
      return alarms;
    } catch (cause) {
      throw awsError(cause, "CloudWatch", "cloudwatch:DescribeAlarms");
    }
  }

  async alarmHistory(alarmName: string, limit: number): Promise<AlarmChange[]> {
    try {
      const answer = await this.client.send(
        new DescribeAlarmHistoryCommand({
          AlarmName: alarmName,
          HistoryItemType: "StateUpdate",
          ScanBy: "TimestampDescending",
          MaxRecords: limit,
        }),
      );
      return (answer.AlarmHistoryItems ?? []).map(stateChange);
    } catch (cause) {
      throw awsError(cause, "CloudWatch", "cloudwatch:DescribeAlarmHistory");
    }
  }

  async series(
    metric: MetricName,
    statistic: string,
    range: { from: Date; to: Date; periodSeconds: number },
  ): Promise<MetricPoint[]> {
    const query = {
      Id: "series",
      MetricStat: {
        Metric: { Namespace: METRIC_NAMESPACE, MetricName: metric },
        Period: range.periodSeconds,
        Stat: statistic,
      },
    };
    try {
      const pages = paginateGetMetricData(
        { client: this.client },
        { MetricDataQueries: [query], StartTime: range.from, EndTime: range.to, ScanBy: "TimestampAscending" },
      );
      const points: MetricPoint[] = [];
      for await (const page of pages) points.push(...(page.MetricDataResults ?? []).flatMap(pointsOf));
      return points;
    } catch (cause) {
      throw awsError(cause, "CloudWatch", "cloudwatch:GetMetricData");
    }
  }
}

function alarmFacts(alarm: MetricAlarm): AlarmFacts {
  const since = alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp ?? new Date(0);
  return {
    name: alarm.AlarmName ?? "",
    state: (alarm.StateValue ?? "INSUFFICIENT_DATA") satisfies AlarmState,
    reason: alarm.StateReason ?? "",
    since: since.toISOString(),
    description: alarm.AlarmDescription,
    metric: Object.values(METRICS).find((name) => name === alarm.MetricName),
    statistic: alarm.Statistic ?? alarm.ExtendedStatistic,
    threshold: alarm.Threshold,
    comparison: alarm.ComparisonOperator,
    periodSeconds: alarm.Period,
    actionsEnabled: alarm.ActionsEnabled ?? false,
    actions: alarm.AlarmActions ?? [],
  };
}

function pointsOf(result: MetricDataResult): MetricPoint[] {
  return (result.Timestamps ?? []).flatMap((at, index) => {
    const value = result.Values?.[index];
    return value === undefined ? [] : [{ at: at.toISOString(), value }];
  });
}
