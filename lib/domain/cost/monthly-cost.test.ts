import { describe, expect, test } from "vitest";
import { exampleFleet } from "../retention/example-fleet";
import { currentSettings, type RetentionView } from "../retention/retention-view";
import { monthlyCost } from "./monthly-cost";

const problem = { code: "aws-denied", message: "not allowed", hint: "Ask." } as const;
const bucket = (side: "primary" | "replica", region: string) => ({
  ...{ side, region, bucket: side, rules: { known: false as const, problem } },
});
const view = (buckets: RetentionView["buckets"], days = 30): RetentionView => ({
  ...{ buckets, fullIntervalDays: 30 },
  ...currentSettings(buckets, { fullIntervalDays: 30, intervalHours: 24, targetHours: 24 }),
  fleet: {
    known: true,
    value: {
      sizes: { ...exampleFleet(100), observedDays: days },
      snapshot: "2026-11-21" as never,
      side: "primary",
    },
  },
});
const BOTH = [bucket("primary", "us-east-1"), bucket("replica", "eu-west-1")];

describe("what a month costs, for the Overview", () => {
  test("is that of both buckets, with the year of the prices", () => {
    const both = monthlyCost(view(BOTH));
    const alone = monthlyCost(view(BOTH.slice(0, 1)));
    expect(both?.pricesOf).toMatch(/^\d{4}$/);
    expect(Object.keys(both?.stored ?? {})).toEqual(["primary", "replica"]);
    expect(Object.keys(alone?.stored ?? {})).toEqual(["primary"]);
    expect(both?.dollars).toBeGreaterThan(alone?.dollars ?? Number.POSITIVE_INFINITY);
  });

  test("is not told where there is no snapshot to take sizes from, or none can be read", () => {
    expect(monthlyCost({ ...view(BOTH), fleet: { known: true, value: undefined } })).toBeUndefined();
    expect(monthlyCost({ ...view(BOTH), fleet: { known: false, problem } })).toBeUndefined();
  });

  test("assumes how much changes where it was seen for less than a day, as the simulator does", () => {
    const sizes = exampleFleet(100);
    const still = { ...sizes, observedDays: 0, classes: sizes.classes.map((each) => ({ ...each, pushesPerDay: 0 })) };
    const young = view(BOTH);
    if (young.fleet.known && young.fleet.value) young.fleet.value.sizes = still;
    const old = view(BOTH);
    if (old.fleet.known && old.fleet.value) old.fleet.value.sizes = { ...still, observedDays: 30 };
    expect(monthlyCost(young)?.stored.primary).toBeGreaterThan(monthlyCost(old)?.stored.primary ?? 0);
  });
});
