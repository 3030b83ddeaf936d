import type { ComparisonOperator, StateValue } from "@aws-sdk/client-cloudwatch";

/**
 * Decides an alarm's state from its datapoints as CloudWatch documents it, without clock or storage.
 *
 * CloudWatch looks further back than the evaluation periods (in its own examples two periods further), and needs the
 * treatment of missing data only when fewer real datapoints than evaluation periods are found there. This is why an alarm on missing
 * data fires later than its settings suggest.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export function evaluateAlarm(
  rule: AlarmRule,
  range: readonly (Datapoint | undefined)[],
  current: StateValue,
): Verdict {
  const found = range.flatMap((datapoint, index) => (datapoint ? [{ ...datapoint, position: index + 1 }] : []));
  const evaluated = found.slice(0, rule.evaluationPeriods);
  const missing = rule.evaluationPeriods - evaluated.length;
  const breaching = evaluated.filter((each) => breaches(rule, each.value));
  return { state: decide(), evaluated, breaching: breaching.length, missing };

  function decide(): StateValue {
    if (breaching.length >= rule.datapointsToAlarm) return "ALARM";
    if (missing === 0) return "OK";
    if (rule.treatMissingData === "breaching") {
      return breaching.length + missing >= rule.datapointsToAlarm ? "ALARM" : "OK";
    }
    if (rule.treatMissingData === "notBreaching") return "OK";
    if (breaching.length < evaluated.length) return "OK";
    if (rule.treatMissingData === "ignore") return current;
    if (evaluated.length === 0) return "INSUFFICIENT_DATA";
    // Only breaching datapoints, too few. The oldest decides whether enough time has passed for the others to have come.
    const oldest = breaching.at(-1)?.position ?? 0;
    return oldest >= rule.datapointsToAlarm ? "ALARM" : current;
  }
}

/** How many periods CloudWatch looks at: the evaluation periods and two more, as in the examples it documents. */
export function evaluationRange(evaluationPeriods: number): number {
  return evaluationPeriods + 2;
}

export type MissingData = "missing" | "breaching" | "notBreaching" | "ignore";

export interface AlarmRule {
  comparisonOperator: ComparisonOperator;
  threshold: number;
  evaluationPeriods: number;
  datapointsToAlarm: number;
  treatMissingData: MissingData;
}

/** One period that has data. */
export interface Datapoint {
  /** Start of the period. */
  at: Date;
  value: number;
  sampleCount: number;
}

export interface Verdict {
  state: StateValue;
  /** The datapoints that decided, newest first. */
  evaluated: Datapoint[];
  breaching: number;
  /** How many were filled in. */
  missing: number;
}

export function breaches(rule: Pick<AlarmRule, "comparisonOperator" | "threshold">, value: number): boolean {
  return COMPARE[rule.comparisonOperator]?.(value, rule.threshold) ?? false;
}

const COMPARE: Partial<Record<ComparisonOperator, (value: number, threshold: number) => boolean>> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/** The comparisons with a fixed threshold; anomaly detection has others. */
export const COMPARISONS: string[] = Object.keys(COMPARE);
