import type { PutMetricAlarmInput } from "@aws-sdk/client-cloudwatch";
import { AwsError } from "../aws-error";
import { COMPARISONS } from "./alarm-evaluation";
import { checkPeriod } from "./metric-reading";
import { checkStatistic } from "./statistics";

const MISSING_DATA = ["missing", "ignore", "breaching", "notBreaching"];
const DAY_SECONDS = 86_400;

/** What PutMetricAlarm refuses, and what the sandbox cannot evaluate. @throws AwsError */
export function checkAlarm(input: PutMetricAlarmInput): void {
  if (input.Metrics?.length) {
    throw new AwsError(
      "ValidationError",
      "the sandbox evaluates no metric math; give the alarm a MetricName and a Statistic",
    );
  }
  if (!COMPARISONS.includes(input.ComparisonOperator ?? "")) {
    throw new AwsError("ValidationError", `ComparisonOperator must be one of ${COMPARISONS.join(", ")}`);
  }
  for (const name of ["MetricName", "Namespace", "Period", "Threshold"] as const) {
    if (input[name] === undefined)
      throw new AwsError("ValidationError", `${name} must be specified for an alarm on a metric`);
  }
  const statistics = [input.Statistic, input.ExtendedStatistic].flatMap((each) => each ?? []);
  if (statistics.length !== 1) {
    throw new AwsError("ValidationError", "Exactly one of Statistic and ExtendedStatistic must be specified");
  }
  for (const statistic of statistics) checkStatistic(statistic);
  checkPeriod(input.Period ?? 0);
  checkPeriods(input.Period ?? 0, input.EvaluationPeriods ?? 0, input.DatapointsToAlarm);
  if (!MISSING_DATA.includes(input.TreatMissingData ?? "missing")) {
    throw new AwsError("ValidationError", `TreatMissingData must be one of ${MISSING_DATA.join(", ")}`);
  }
}

function checkPeriods(period: number, evaluationPeriods: number, datapointsToAlarm: number | undefined): void {
  if (evaluationPeriods < 1) throw new AwsError("ValidationError", "EvaluationPeriods must be at least 1");
  if (datapointsToAlarm !== undefined && (datapointsToAlarm < 1 || datapointsToAlarm > evaluationPeriods)) {
    throw new AwsError("ValidationError", "DatapointsToAlarm must be between 1 and EvaluationPeriods");
  }
  const longest = period >= 3600 ? 7 * DAY_SECONDS : DAY_SECONDS;
  if (period * evaluationPeriods > longest) {
    throw new AwsError(
      "ValidationError",
      `Metrics cannot be checked across more than ${longest === DAY_SECONDS ? "a day" : "a week"} (EvaluationPeriods * Period must be <= ${longest}).`,
    );
  }
}
