import { Duration } from "aws-cdk-lib";
import * as cloudwatch from "aws-cdk-lib/aws-cloudwatch";
import type * as sqs from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { METRIC_NAMESPACE, METRICS, type MetricName } from "@/lib/domain/metrics";

export interface HealthDashboardProps {
  name: string;
  alarms: cloudwatch.IAlarm[];
  missedStarts: sqs.IQueue;
}

const WIDTH = 24;
const HALF = WIDTH / 2;

/** One page in CloudWatch for whoever is there already; the console shows the same and more. */
export function healthDashboard(scope: Construct, props: HealthDashboardProps): cloudwatch.Dashboard {
  return new cloudwatch.Dashboard(scope, "Dashboard", {
    dashboardName: props.name,
    defaultInterval: Duration.days(14),
    widgets: [
      [new cloudwatch.AlarmStatusWidget({ title: "Alarms", alarms: props.alarms, width: WIDTH, height: 3 })],
      [
        graph("Repositories", [
          metric(METRICS.backupSuccess, "Sum", "safe"),
          metric(METRICS.backupFailure, "Sum", "not backed up"),
          metric(METRICS.repositoriesVanished, "Sum", "newly vanished"),
        ]),
        graph("Duration of a backup (seconds)", [metric(METRICS.backupDuration, "Maximum", "longest")]),
      ],
      [
        graph("Longest ago (hours)", [
          metric(METRICS.hoursSinceLastBackup, "Maximum", "backup"),
          metric(METRICS.hoursSinceOldestProof, "Maximum", "proof"),
        ]),
        graph("Behind in the replica (minutes)", [metric(METRICS.replicaLag, "Maximum", "oldest object")]),
      ],
      [
        graph("Stored by a backup (bytes)", [metric(METRICS.storedBytes, "Sum", "new")]),
        graph("Backups that were due and did not start", [
          props.missedStarts.metricApproximateNumberOfMessagesVisible({ statistic: "Maximum", label: "missed starts" }),
        ]),
      ],
    ],
  });
}

const graph = (title: string, left: cloudwatch.IMetric[]) =>
  new cloudwatch.GraphWidget({ title, left, width: HALF, leftYAxis: { min: 0 } });

const metric = (metricName: MetricName, statistic: string, label: string) =>
  new cloudwatch.Metric({ namespace: METRIC_NAMESPACE, metricName, statistic, label, period: Duration.days(1) });
