import * as model from "@aws-sdk/client-cloudwatch";
import { arnOf } from "../account";
import { type Service, subjects } from "../service";
import type { AlarmEngine } from "./alarm-engine";
import { alarmOperations } from "./alarm-operations";
import type { AlarmStore } from "./alarm-store";
import { metricOperations } from "./metric-operations";
import type { MetricStore } from "./metric-store";

/**
 * CloudWatch: metrics, and alarms that are really evaluated. Current clients speak JSON to it, older ones the query
 * protocol. No metric math, no composite alarms, no dashboards.
 */
export function cloudwatchService(metrics: MetricStore, alarms: AlarmStore, engine: AlarmEngine): Service {
  return {
    iamPrefix: "cloudwatch",
    signingName: "monitoring",
    target: "GraniteServiceVersion20100801",
    jsonVersion: "1.0",
    xmlNamespace: "http://monitoring.amazonaws.com/doc/2010-08-01/",
    invalidInput: "ValidationError",
    model,
    subjects: {
      PutMetricData: subjects(({ Namespace = "" }: model.PutMetricDataInput) => [
        { resource: "*", context: { "cloudwatch:namespace": Namespace } },
      ]),
      DescribeAlarmHistory: subjects(({ AlarmName }: model.DescribeAlarmHistoryInput) => [
        { resource: arnOf(alarms.account, "cloudwatch", `alarm:${AlarmName ?? "*"}`) },
      ]),
    },
    operations: {
      ...metricOperations(metrics, (namespace) => engine.dataArrived(namespace)),
      ...alarmOperations(alarms, engine),
    },
  };
}
