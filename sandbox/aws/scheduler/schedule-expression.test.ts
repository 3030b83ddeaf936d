import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextFireTime } from "./schedule-expression";

const next = (expression: string, after: string, timezone = "UTC") =>
  nextFireTime(expression, timezone, new Date(after))?.toISOString().replace(".000", "");

describe("nextFireTime", () => {
  it.each([
    ["rate(5 minutes)", "2026-11-21T03:00:30Z", "2026-11-21T03:05:30Z"],
    ["rate(1 hour)", "2026-11-21T03:00:00Z", "2026-11-21T04:00:00Z"],
    ["rate(2 days)", "2026-02-27T03:00:00Z", "2026-03-01T03:00:00Z"],
    ["at(2026-11-21T08:00:00)", "2026-11-21T07:59:59Z", "2026-11-21T08:00:00Z"],
    ["at(2026-11-21T08:00:00)", "2026-11-21T08:00:00Z", undefined],
  ])("reads %s", (expression, after, expected) => {
    expect(next(expression, after)).toBe(expected);
  });

  // 2026-11-21 is a Saturday.
  it.each([
    ["cron(0 8 * * ? *)", "2026-11-21T07:59:59Z", "2026-11-21T08:00:00Z"],
    ["cron(0 8 * * ? *)", "2026-11-21T08:00:00Z", "2026-11-22T08:00:00Z"],
    ["cron(0/15 * * * ? *)", "2026-11-21T08:15:00Z", "2026-11-21T08:30:00Z"],
    ["cron(*/20 9-17 ? * MON-FRI *)", "2026-11-21T08:15:00Z", "2026-11-23T09:00:00Z"],
    ["cron(10 10 ? * 2 *)", "2026-11-21T00:00:00Z", "2026-11-23T10:10:00Z"],
    ["cron(0 12 L * ? *)", "2026-02-01T00:00:00Z", "2026-02-28T12:00:00Z"],
    ["cron(0 12 LW * ? *)", "2026-02-01T00:00:00Z", "2026-02-27T12:00:00Z"],
    ["cron(0 12 15W * ? *)", "2026-11-01T00:00:00Z", "2026-11-16T12:00:00Z"],
    ["cron(0 12 1W * ? *)", "2026-08-01T00:00:00Z", "2026-08-03T12:00:00Z"],
    ["cron(0 12 ? * 6L *)", "2026-11-01T00:00:00Z", "2026-11-27T12:00:00Z"],
    ["cron(0 12 ? * L *)", "2026-11-22T00:00:00Z", "2026-11-28T12:00:00Z"],
    ["cron(0 12 ? * TUE#2 *)", "2026-11-01T00:00:00Z", "2026-11-10T12:00:00Z"],
    ["cron(0 12 ? * 3#5 *)", "2026-11-01T00:00:00Z", "2026-12-29T12:00:00Z"],
    ["cron(30 6 1,15 JAN,JUL ? *)", "2026-11-21T00:00:00Z", "2027-01-01T06:30:00Z"],
    ["cron(0 0 29 2 ? *)", "2026-11-21T00:00:00Z", "2028-02-29T00:00:00Z"],
    ["cron(0 0 1 1 ? 2030-2031)", "2026-11-21T00:00:00Z", "2030-01-01T00:00:00Z"],
    ["cron(0 0 1 1 ? 2025)", "2026-11-21T00:00:00Z", undefined],
    ["cron(0 0 30 2 ? *)", "2026-11-21T00:00:00Z", undefined],
  ])("finds %s after %s", (expression, after, expected) => {
    expect(next(expression, after)).toBe(expected);
  });

  it("takes the hour from the time zone, in summer and in winter", () => {
    expect(next("cron(0 8 * * ? *)", "2026-07-01T00:00:00Z", "Europe/Berlin")).toBe("2026-07-01T06:00:00Z");
    expect(next("cron(0 8 * * ? *)", "2026-12-01T00:00:00Z", "Europe/Berlin")).toBe("2026-12-01T07:00:00Z");
    expect(next("cron(0 0 1 * ? *)", "2026-12-31T12:00:00Z", "Asia/Tokyo")).toBe("2026-12-31T15:00:00Z");
    expect(next("at(2026-07-01T08:00:00)", "2026-01-01T00:00:00Z", "America/New_York")).toBe("2026-07-01T12:00:00Z");
  });

  it("skips a time that daylight saving leaves out", () => {
    // Clocks go from 02:00 to 03:00 on 2026-03-29 in Berlin.
    expect(next("cron(30 2 * * ? *)", "2026-03-28T12:00:00Z", "Europe/Berlin")).toBe("2026-03-30T00:30:00Z");
  });

  it("fires once at a time that comes twice", () => {
    // Clocks go from 03:00 back to 02:00 on 2026-10-25 in Berlin: 00:30Z and 01:30Z are both 02:30.
    const first = next("cron(30 2 * * ? *)", "2026-10-24T12:00:00Z", "Europe/Berlin");
    expect(first).toBe("2026-10-25T00:30:00Z");
    expect(next("cron(30 2 * * ? *)", first ?? "", "Europe/Berlin")).toBe("2026-10-26T01:30:00Z");
  });

  it.each([
    ["cron(0 8 * * * *)", "exactly one of"],
    ["cron(0 8 ? * ? *)", "exactly one of"],
    ["cron(0 8 * * ?)", "six fields"],
    ["cron(60 8 * * ? *)", "minutes"],
    ["cron(0 24 * * ? *)", "hours"],
    ["cron(0 8 ? * FOO *)", "day-of-week"],
    ["cron(0 8 ? * 2#6 *)", "day-of-week"],
    ["cron(0 8 * * ? 1969)", "year"],
    ["rate(0 minutes)", "a rate reads"],
    ["rate(5 weeks)", "a rate reads"],
    ["at(tomorrow)", "a time reads"],
    ["every day", "reads rate"],
  ])("refuses %s with a reason", (expression, reason) => {
    expect(() => next(expression, "2026-11-21T00:00:00Z")).toThrow(reason);
  });

  it("refuses a time zone nobody knows", () => {
    expect(() => next("rate(1 day)", "2026-11-21T00:00:00Z", "Mars/Olympus")).toThrow("not a time zone");
  });

  it("always lies after the given time, and nothing of the schedule lies between", () => {
    const instants = fc.date({ min: new Date("2026-01-01"), max: new Date("2027-01-01"), noInvalidDate: true });
    const zones = fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe");
    fc.assert(
      fc.property(instants, zones, fc.nat(59), fc.nat(23), (after, zone, minute, hour) => {
        const expression = `cron(${minute} ${hour} * * ? *)`;
        const found = nextFireTime(expression, zone, after);
        if (!found) throw new Error("a daily schedule always fires again");
        expect(found.getTime()).toBeGreaterThan(after.getTime());
        expect(nextFireTime(expression, zone, new Date(found.getTime() - 1))).toEqual(found);
      }),
      { numRuns: 200 },
    );
  });
});
