import { describe, expect, test } from "vitest";
import { ALARM_IDS, type AlarmId, ruleInWords } from "./alarm";
import { alarmsFor } from "./alarms-for";
import { METRICS } from "./metrics";
import { longestIntervalHours } from "./schedule-interval";
import { DEFAULT_TARGETS, type Targets } from "./targets";

const alarm = (id: AlarmId, change: Partial<Targets> = {}) =>
  alarmsFor({ ...DEFAULT_TARGETS, ...change }).find((each) => each.id === id);
const every = (expression: string, timezone = "UTC") => longestIntervalHours({ expression, timezone });

describe("the alarms of an installation", () => {
  test("are all there are; the one over drills only where drills are configured", () => {
    expect(
      alarmsFor({ ...DEFAULT_TARGETS, drillIntervalDays: 7 })
        .map((each) => each.id)
        .sort(),
    ).toEqual([...ALARM_IDS].sort());
    expect(alarm("drill-overdue")).toBeUndefined();
  });

  test.each([1, 6, 24, 60, 168, 744])(
    "never ask CloudWatch to look back more than 7 days, with %d hours between backups",
    (hours) => {
      for (const each of alarmsFor({ ...DEFAULT_TARGETS, backupIntervalHours: hours, drillIntervalDays: 90 }))
        expect(each.periodSeconds * each.evaluationPeriods, each.id).toBeLessThanOrEqual(604_800);
    },
  );

  test.each([
    [6, 8],
    [24, 28],
    [60, 67],
  ])("ring when with %d hours between backups none has finished for %d", (backupIntervalHours, window) => {
    expect(alarm("task-not-running", { backupIntervalHours })).toMatchObject({
      metric: METRICS.backupSuccess,
      evaluationPeriods: window,
      datapointsToAlarm: window,
      treatMissingData: "breaching",
    });
    expect(alarm("backup-failure", { backupIntervalHours })).toMatchObject({
      evaluationPeriods: window,
      datapointsToAlarm: 1,
      treatMissingData: "notBreaching",
    });
  });

  test("of a schedule that is rarer than CloudWatch looks back go by the age the watch publishes", () => {
    expect(alarm("task-not-running", { backupIntervalHours: 168 })).toMatchObject({
      metric: METRICS.hoursSinceLastSnapshot,
      threshold: 186,
      evaluationPeriods: 2,
      treatMissingData: "breaching",
    });
  });

  test("tell their rule in a sentence", () => {
    expect(ruleInWords(alarm("freshness") ?? fail())).toBe(
      "In alarm when the Maximum of an hour is above 26.4, 2 times in a row. No data counts as that.",
    );
    expect(ruleInWords(alarm("backup-failure") ?? fail())).toBe(
      "In alarm when the Sum of an hour is above 0, in any of the last 28.",
    );
  });
});

describe("the longest time between two backups", () => {
  test.each([
    ["rate(6 hours)", 6],
    ["rate(30 minutes)", 0.5],
    ["cron(0 */6 * * ? *)", 6],
    ["cron(0 2 * * ? *)", 24],
    ["cron(0 2 ? * SUN *)", 168],
    ["cron(0 8-20 ? * MON-FRI *)", 60],
    ["cron(0 2 1 * ? *)", 744],
  ])("of %s is %d hours", (expression, hours) => expect(every(expression)).toBe(hours));

  test("of a daily one in a time zone that changes its clocks is 25 hours", () => {
    expect(every("cron(0 1 * * ? *)", "Europe/Berlin")).toBe(25);
  });

  test("cannot be told of the last Friday of a month, nor of a single start", () => {
    expect(every("cron(0 2 ? * 6L *)")).toBeUndefined();
    expect(every("at(2026-02-01T00:00:00)")).toBeUndefined();
  });
});

function fail(): never {
  throw new Error("no such alarm");
}
