import { describe, expect, it } from "vitest";
import { type AlarmRule, evaluateAlarm } from "./alarm-evaluation";
import { alarmReason, alarmReasonData } from "./alarm-reason";

const rule: AlarmRule = {
  comparisonOperator: "GreaterThanOrEqualToThreshold",
  threshold: 1,
  evaluationPeriods: 1,
  datapointsToAlarm: 1,
  treatMissingData: "notBreaching",
};
const at = new Date("2026-11-21T10:00:00Z");
const verdict = (value: number | undefined, change: Partial<AlarmRule> = {}) =>
  evaluateAlarm({ ...rule, ...change }, value === undefined ? [] : [{ at, value, sampleCount: 1 }], "OK");

describe("alarmReason", () => {
  it("is worded like CloudWatch's for a crossed threshold", () => {
    expect(alarmReason(rule, verdict(2), "OK")).toBe(
      "Threshold Crossed: 1 out of the last 1 datapoints [2.0 (21/11/26 10:00:00)] was greater than or equal to the threshold (1.0) (minimum 1 datapoint for OK -> ALARM transition).",
    );
  });

  it("is worded like CloudWatch's on the way back", () => {
    expect(alarmReason(rule, verdict(0), "ALARM")).toContain(
      "[0.0 (21/11/26 10:00:00)] was not greater than or equal to the threshold (1.0) (minimum 1 datapoint for ALARM -> OK transition).",
    );
  });

  it("is worded like CloudWatch's when nothing came", () => {
    expect(alarmReason(rule, verdict(undefined), "ALARM")).toBe(
      "Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching].",
    );
    const breaching = { ...rule, treatMissingData: "breaching" as const, evaluationPeriods: 2 };
    expect(alarmReason(breaching, evaluateAlarm(breaching, [], "OK"), "OK")).toBe(
      "Threshold Crossed: no datapoints were received for 2 periods and 2 missing datapoints were treated as [Breaching].",
    );
    const missing = { ...rule, treatMissingData: "missing" as const };
    expect(alarmReason(missing, evaluateAlarm(missing, [], "OK"), "OK")).toBe(
      "Insufficient Data: 1 datapoint was unknown.",
    );
  });

  it("keeps the evaluated datapoints as data", () => {
    const data = JSON.parse(alarmReasonData(rule, verdict(2), { statistic: "Sum", period: 60, unit: undefined }, at));
    expect(data).toMatchObject({
      version: "1.0",
      queryDate: "2026-11-21T10:00:00.000+0000",
      statistic: "Sum",
      recentDatapoints: [2],
      threshold: 1,
      evaluatedDatapoints: [{ timestamp: "2026-11-21T10:00:00.000+0000", sampleCount: 1, value: 2 }],
    });
  });
});
