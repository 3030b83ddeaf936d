import { Duration } from "aws-cdk-lib";
import * as cloudwatch from "aws-cdk-lib/aws-cloudwatch";
import type { Construct } from "constructs";
import { type AlarmDefinition, alarmMessage, alarmName } from "@/lib/domain/alarm";
import { METRIC_NAMESPACE } from "@/lib/domain/metrics";

/** An alarm of the domain as a CloudWatch alarm. Whoever gets its e-mail reads what it means and where to look next. */
export function domainAlarm(scope: Construct, prefix: string, alarm: AlarmDefinition): cloudwatch.Alarm {
  return new cloudwatch.Alarm(scope, alarm.id, {
    alarmName: alarmName(prefix, alarm),
    alarmDescription: alarmMessage(alarm),
    metric: new cloudwatch.Metric({
      namespace: METRIC_NAMESPACE,
      metricName: alarm.metric,
      statistic: alarm.statistic,
      period: Duration.seconds(alarm.periodSeconds),
    }),
    evaluationPeriods: alarm.evaluationPeriods,
    datapointsToAlarm: alarm.datapointsToAlarm,
    threshold: alarm.threshold,
    comparisonOperator: COMPARISON[alarm.comparison],
    treatMissingData: MISSING_DATA[alarm.treatMissingData],
  });
}

const COMPARISON: Record<AlarmDefinition["comparison"], cloudwatch.ComparisonOperator> = {
  GreaterThanThreshold: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
  LessThanThreshold: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
};

const MISSING_DATA: Record<AlarmDefinition["treatMissingData"], cloudwatch.TreatMissingData> = {
  breaching: cloudwatch.TreatMissingData.BREACHING,
  notBreaching: cloudwatch.TreatMissingData.NOT_BREACHING,
};
