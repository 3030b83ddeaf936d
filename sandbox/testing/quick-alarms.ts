// The alarms of an installation with periods of seconds instead of hours, so that a test lives to see them change.
import { CloudWatchClient, DescribeAlarmsCommand, PutMetricAlarmCommand } from "@aws-sdk/client-cloudwatch";
import { type AlarmId, type AlarmState, alarmName } from "@/lib/domain/alarm";
import { alarmsFor } from "@/lib/domain/alarms-for";
import { METRIC_NAMESPACE } from "@/lib/domain/metrics";
import type { Targets } from "@/lib/domain/targets";
import { ALARM_PREFIX, REGION } from "../names";
import { ADMIN } from "../shared/principals";

/** The shortest period that CloudWatch knows. */
export const QUICK_PERIOD_SECONDS = 10;

const clientOf = (endpoint: string) => new CloudWatchClient({ endpoint, region: REGION, credentials: ADMIN });

/** Everything else of the alarms is as it is deployed. */
export async function putQuickAlarms(awsUrl: string, targets: Targets): Promise<void> {
  const client = clientOf(awsUrl);
  for (const alarm of alarmsFor(targets)) {
    await client.send(
      new PutMetricAlarmCommand({
        AlarmName: alarmName(ALARM_PREFIX, alarm),
        Namespace: METRIC_NAMESPACE,
        MetricName: alarm.metric,
        Statistic: alarm.statistic,
        Period: QUICK_PERIOD_SECONDS,
        EvaluationPeriods: alarm.evaluationPeriods,
        DatapointsToAlarm: alarm.datapointsToAlarm,
        Threshold: alarm.threshold,
        ComparisonOperator: alarm.comparison,
        TreatMissingData: alarm.treatMissingData,
      }),
    );
  }
  client.destroy();
}

export async function alarmStateOf(awsUrl: string, id: AlarmId): Promise<AlarmState | undefined> {
  const client = clientOf(awsUrl);
  const { MetricAlarms } = await client.send(
    new DescribeAlarmsCommand({ AlarmNames: [alarmName(ALARM_PREFIX, { id })] }),
  );
  client.destroy();
  return MetricAlarms?.[0]?.StateValue;
}
