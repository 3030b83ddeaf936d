import { PutMetricAlarmCommand, SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { METRIC_NAMESPACE } from "@/lib/domain/metrics";
import { type AwsFixture, principal, startFixture } from "@/sandbox/aws/testing/aws-fixture";
import { ADMIN } from "@/sandbox/shared/principals";
import { CloudWatchMetrics } from "../metrics/cloudwatch-metrics";
import { CloudWatchMonitoring } from "./cloudwatch-monitoring";

describe("monitoring on CloudWatch", () => {
  let aws: AwsFixture;
  let monitoring: CloudWatchMonitoring;
  beforeAll(async () => {
    aws = await startFixture();
    useCredentials(ADMIN);
    process.env.AWS_ENDPOINT_URL = aws.url;
    monitoring = new CloudWatchMonitoring({ region: "us-east-1" });
    for (const name of ["holdfast-backup-failure", "other-alarm"]) {
      const alarm = new PutMetricAlarmCommand({
        AlarmName: name,
        Namespace: METRIC_NAMESPACE,
        MetricName: "BackupFailure",
        Statistic: "Sum",
        Period: 86_400,
        EvaluationPeriods: 1,
        Threshold: 0,
        ComparisonOperator: "GreaterThanThreshold",
        TreatMissingData: "notBreaching",
      });
      await aws.clients().cloudwatch.send(alarm);
    }
  });
  afterAll(() => aws.close());

  test("gives the alarms of our prefix with what they watch, and no others", async () => {
    const [alarm, ...rest] = await monitoring.alarms("holdfast-");
    expect(rest).toEqual([]);
    expect(alarm).toMatchObject({
      name: "holdfast-backup-failure",
      metric: "BackupFailure",
      threshold: 0,
      actionsEnabled: true,
    });
  });

  test("gives the changes of an alarm's state, newest first, with the states before and after", async () => {
    const set = { AlarmName: "holdfast-backup-failure", StateReason: "a test" };
    const { cloudwatch } = aws.clients();
    await cloudwatch.send(new SetAlarmStateCommand({ ...set, StateValue: "OK" }));
    await cloudwatch.send(new SetAlarmStateCommand({ ...set, StateValue: "ALARM" }));
    const [newest] = await monitoring.alarmHistory("holdfast-backup-failure", 10);
    expect(newest).toMatchObject({ from: "OK", to: "ALARM", summary: expect.stringContaining("ALARM") });
  });

  test("gives the values that the worker has published, oldest first", async () => {
    const metrics = new CloudWatchMetrics({ region: "us-east-1" });
    const now = new Date();
    const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
    await metrics.publish([{ name: "BackupFailure", value: 2, unit: "Count" }], minutesAgo(30));
    await metrics.publish([{ name: "BackupFailure", value: 3, unit: "Count" }], minutesAgo(10));
    const points = await monitoring.series("BackupFailure", "Sum", {
      from: minutesAgo(60),
      to: now,
      periodSeconds: 60,
    });
    expect(points.map((point) => point.value)).toEqual([2, 3]);
  });

  test("says which permission is missing", async () => {
    const nobody = principal("nobody", []);
    await aws.principals.put(nobody);
    useCredentials(nobody);
    const denied = new CloudWatchMonitoring({ region: "us-east-1" });
    await expect(denied.alarms("holdfast-")).rejects.toMatchObject({
      code: "aws-denied",
      facts: { action: "cloudwatch:DescribeAlarms" },
    });
  });
});

function useCredentials(who: { accessKeyId: string; secretAccessKey: string }): void {
  process.env.AWS_ACCESS_KEY_ID = who.accessKeyId;
  process.env.AWS_SECRET_ACCESS_KEY = who.secretAccessKey;
}
