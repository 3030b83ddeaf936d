import { describe, expect, it } from "vitest";
import { defaultLimits } from "./limits";
import { RateLimits } from "./rate-limits";

const START = Date.parse("2026-01-01T00:00:00Z");

function setUp(limits: Partial<ReturnType<typeof defaultLimits>>) {
  const clock = { now: START };
  return { clock, rateLimits: new RateLimits({ ...defaultLimits(), ...limits }, () => new Date(clock.now)) };
}

describe("the rate limits", () => {
  it("refuse what exceeds an hour's share and begin again after the hour", () => {
    const { clock, rateLimits } = setUp({ primaryPerHour: 2 });
    expect([1, 2, 3].map(() => rateLimits.count("a", "read"))).toEqual(["passed", "passed", "primary"]);
    expect(rateLimits.count("b", "read")).toBe("passed");
    expect(rateLimits.read("a")).toEqual({ limit: 2, used: 2, remaining: 0, reset: START / 1000 + 3600 });
    clock.now += 3_600_000;
    expect(rateLimits.count("a", "read")).toBe("passed");
  });

  it("count a write as five reads in the minute's points", () => {
    const { clock, rateLimits } = setUp({ pointsPerMinute: 7 });
    expect((["write", "read", "read", "read"] as const).map((kind) => rateLimits.count("a", kind))).toEqual([
      "passed",
      "passed",
      "passed",
      "secondary",
    ]);
    clock.now += 60_000;
    expect(rateLimits.count("a", "write")).toBe("passed");
  });

  it("count creations apart, in a minute that may be shortened", () => {
    const { clock, rateLimits } = setUp({ creationsPerMinute: 1, minuteSeconds: 2 });
    const count = () => (["creation", "creation", "write", "read"] as const).map((kind) => rateLimits.count("a", kind));
    expect(count()).toEqual(["passed", "secondary", "passed", "passed"]);
    clock.now += 1_900;
    expect(rateLimits.count("a", "creation")).toBe("secondary");
    clock.now += 2_000;
    expect(rateLimits.count("a", "creation")).toBe("passed");
  });

  it("give 60 an hour to those without a token", () => {
    const { rateLimits } = setUp({});
    expect(rateLimits.read("anonymous").limit).toBe(60);
  });
});
