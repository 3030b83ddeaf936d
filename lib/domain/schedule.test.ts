import { describe, expect, test } from "vitest";
import { describeSchedule, nextRunTime } from "./schedule";

const NOW = new Date("2026-03-28T12:00:00Z");
const next = (expression: string, timezone = "UTC", last?: string) =>
  nextRunTime({ expression, timezone, enabled: true }, NOW, last ? new Date(last) : undefined)?.toISOString();

describe("the next run", () => {
  test.each([
    ["cron(0 2 * * ? *)", "UTC", "2026-03-29T02:00:00.000Z"],
    ["cron(30 13 * * ? *)", "UTC", "2026-03-28T13:30:00.000Z"],
    ["cron(0 2 * * ? *)", "America/New_York", "2026-03-29T06:00:00.000Z"],
    ["cron(0/15 8-18 ? * MON-FRI *)", "UTC", "2026-03-30T08:00:00.000Z"],
    ["cron(0 2 1 JAN,JUL ? *)", "UTC", "2026-07-01T02:00:00.000Z"],
    ["at(2026-04-01T00:00:00)", "Europe/Berlin", "2026-03-31T22:00:00.000Z"],
  ])("of %s in %s is %s", (expression, timezone, expected) => {
    expect(next(expression, timezone)).toBe(expected);
  });

  test("skips an hour that the clocks leave out", () => {
    expect(next("cron(30 2 * * ? *)", "Europe/Berlin")).toBe("2026-03-30T00:30:00.000Z");
  });

  test("of a rate is counted from the last run", () => {
    expect(next("rate(24 hours)", "UTC", "2026-03-28T02:00:00Z")).toBe("2026-03-29T02:00:00.000Z");
    expect(next("rate(24 hours)")).toBeUndefined();
  });

  test("is unknown rather than wrong for what is not understood, has passed or is switched off", () => {
    expect(next("cron(0 2 L * ? *)")).toBeUndefined();
    expect(next("cron(0 2 ? * 6#3 *)")).toBeUndefined();
    expect(next("at(2020-01-01T00:00:00)")).toBeUndefined();
    expect(next("cron(0 2 * * ? *)", "Mars/Olympus")).toBeUndefined();
    expect(nextRunTime({ expression: "cron(0 2 * * ? *)", timezone: "UTC", enabled: false }, NOW)).toBeUndefined();
  });

  test.each([
    ["cron(0 2 * * ? *)", "every day at 02:00 UTC"],
    ["rate(24 hours)", "every 24 hours"],
    ["rate(1 day)", "every day"],
    ["cron(0 2 ? * MON *)", "cron(0 2 ? * MON *) UTC"],
  ])("%s reads as %s", (expression, words) => {
    expect(describeSchedule({ expression, timezone: "UTC", enabled: true })).toBe(words);
  });
});
