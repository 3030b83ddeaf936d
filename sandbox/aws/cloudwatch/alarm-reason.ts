import type { StateValue } from "@aws-sdk/client-cloudwatch";
import type { AlarmRule, Verdict } from "./alarm-evaluation";

/** Why an alarm changed, in CloudWatch's own words: StateReason, and StateReasonData as JSON. */
export function alarmReason(rule: AlarmRule, verdict: Verdict, previous: StateValue): string {
  if (verdict.state === "INSUFFICIENT_DATA")
    return `Insufficient Data: ${count(verdict.missing, "datapoint")} ${were(verdict.missing)} unknown.`;
  if (verdict.evaluated.length === 0) {
    const treatment = rule.treatMissingData === "breaching" ? "Breaching" : "NonBreaching";
    const { missing } = verdict;
    return `Threshold Crossed: no datapoints were received for ${count(missing, "period")} and ${count(missing, "missing datapoint")} ${were(missing)} treated as [${treatment}].`;
  }
  const alarmed = verdict.state === "ALARM";
  const within = verdict.evaluated.length - verdict.breaching;
  const meant = alarmed ? Math.max(verdict.breaching, 1) : Math.max(within, 1);
  const list = verdict.evaluated.map((each) => `${decimal(each.value)} (${shortDate(each.at)})`).join(", ");
  const minimum = alarmed ? rule.datapointsToAlarm : rule.evaluationPeriods - rule.datapointsToAlarm + 1;
  return (
    `Threshold Crossed: ${meant} out of the last ${verdict.evaluated.length} datapoints [${list}] ` +
    `${were(meant)} ${alarmed ? "" : "not "}${COMPARISON_WORDS[rule.comparisonOperator]} the threshold (${decimal(rule.threshold)}) ` +
    `(minimum ${count(minimum, "datapoint")} for ${alarmed ? `${previous} -> ALARM` : `${previous} -> OK`} transition).`
  );
}

/** The machine-readable half of the reason, kept in the history. */
export function alarmReasonData(
  rule: AlarmRule,
  verdict: Verdict,
  metric: { statistic: string; period: number; unit: string | undefined },
  now: Date,
): string {
  const oldest = verdict.evaluated.at(-1)?.at;
  return JSON.stringify({
    version: "1.0",
    queryDate: awsDate(now),
    ...(oldest ? { startDate: awsDate(oldest) } : {}),
    ...(metric.unit ? { unit: metric.unit } : {}),
    statistic: metric.statistic,
    period: metric.period,
    recentDatapoints: verdict.evaluated.map((each) => each.value).reverse(),
    threshold: rule.threshold,
    evaluatedDatapoints: verdict.evaluated.map((each) => ({
      timestamp: awsDate(each.at),
      sampleCount: each.sampleCount,
      value: each.value,
    })),
  });
}

/** `2026-11-21T03:04:05.678+0000` */
export function awsDate(date: Date): string {
  return date.toISOString().replace("Z", "+0000");
}

const COMPARISON_WORDS: Record<string, string> = {
  GreaterThanThreshold: "greater than",
  GreaterThanOrEqualToThreshold: "greater than or equal to",
  LessThanThreshold: "less than",
  LessThanOrEqualToThreshold: "less than or equal to",
};

/** `21/11/26 03:04:00`, day first. */
function shortDate(date: Date): string {
  const iso = date.toISOString();
  return `${iso.slice(8, 10)}/${iso.slice(5, 7)}/${iso.slice(2, 4)} ${iso.slice(11, 19)}`;
}

/** As Java prints a double: `1.0`. */
function decimal(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function were(number: number): string {
  return number === 1 ? "was" : "were";
}
