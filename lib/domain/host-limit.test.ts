import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isTooLong, planWait, readBudget, readRefusal } from "./host-limit";

const now = new Date("2026-11-21T02:00:00.400Z");
const read = (status: number, headers: Record<string, string> = {}, words = "") =>
  readRefusal({ status, headers, words }, now);
const seconds = (text: string) => String(Date.parse(text) / 1000);

describe("a refusal for asking too often", () => {
  test("a retry-after in seconds is the wait", () => {
    expect(read(429, { "retry-after": "7" })).toEqual({ kind: "secondary", waitMs: 7000 });
    expect(read(403, { "retry-after": "60" })).toEqual({ kind: "secondary", waitMs: 60_000 });
  });

  test("a retry-after as a date counts from the server's clock, not from ours", () => {
    const headers = { date: "Sat, 21 Nov 2026 05:00:00 GMT", "retry-after": "Sat, 21 Nov 2026 05:00:30 GMT" };
    expect(read(429, headers)).toEqual({ kind: "secondary", waitMs: 30_000 });
    expect(read(429, { "retry-after": "Sat, 21 Nov 2026 02:00:10 GMT" })?.waitMs).toBe(9600);
  });

  test("when nothing remains of the hour, the wait lasts until the hour begins anew", () => {
    const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": seconds("2026-11-21T02:14:00Z") };
    expect(read(403, headers)).toEqual({ kind: "primary", waitMs: 839_600 });
    expect(read(403, { ...headers, date: "Sat, 21 Nov 2026 02:13:00 GMT" })?.waitMs).toBe(60_000);
    expect(read(429, { ...headers, "retry-after": "3600" })?.waitMs).toBe(3_600_000);
  });

  test("a reset in the past is no wait below zero", () => {
    const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": seconds("2026-11-21T01:00:00Z") };
    expect(read(403, headers)).toEqual({ kind: "primary", waitMs: 0 });
  });

  test.each(["9".repeat(14), "9".repeat(400)])("a time that no calendar has (%s seconds) is still a wait", (far) => {
    const answers: Record<string, string>[] = [
      { "retry-after": far },
      { "x-ratelimit-remaining": "0", "x-ratelimit-reset": far },
    ];
    for (const headers of answers) {
      const { waitMs = Number.NaN } = read(403, headers) ?? {};
      expect(isTooLong(waitMs)).toBe(true);
      expect(new Date(now.getTime() + waitMs).toISOString()).toMatch(/^2027-/);
      expect(
        readBudget({ status: 200, headers: { "x-ratelimit-limit": "5", "x-ratelimit-remaining": "0", ...headers } }),
      ).toBeUndefined();
    }
  });

  test("words alone are enough where GitHub gives no header", () => {
    const words = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
    expect(read(403, {}, words)).toEqual({ kind: "secondary" });
    expect(read(429)).toEqual({ kind: "secondary" });
  });

  test("a 503 that says until when is one; a 503 without is an outage", () => {
    expect(read(503, { "retry-after": "5" })).toEqual({ kind: "secondary", waitMs: 5000 });
    expect(read(503)).toBeUndefined();
  });

  test.each([
    [
      403,
      { "x-ratelimit-remaining": "4000", "x-ratelimit-reset": "1900000000" },
      "Resource not accessible by integration",
    ],
    [403, {}, "Repository unavailable due to DMCA takedown."],
    [404, { "retry-after": "5" }, ""],
    [401, {}, "Bad credentials"],
    [500, { "retry-after": "5" }, ""],
  ])("any other answer is none: %i %o", (status, headers, words) => {
    expect(read(status, headers as Record<string, string>, words)).toBeUndefined();
  });
});

describe("the wait", () => {
  const fresh = { refusals: 0, waitedMs: 0 };

  test("is what the server says, with up to a tenth added", () => {
    expect(planWait({ kind: "secondary", waitMs: 60_000 }, fresh, 0)).toEqual({ waitMs: 60_000, giveUp: false });
    expect(planWait({ kind: "secondary", waitMs: 60_000 }, fresh, 1)).toEqual({ waitMs: 66_000, giveUp: false });
    expect(planWait({ kind: "primary", waitMs: 3_600_000 }, fresh, 1)).toEqual({ waitMs: 3_610_000, giveUp: false });
  });

  test("is a minute, then two, then four, where the server gives no time", () => {
    const waits = [0, 1, 2].map((refusals) => planWait({ kind: "secondary" }, { refusals, waitedMs: 0 }, 0).waitMs);
    expect(waits).toEqual([60_000, 120_000, 240_000]);
  });

  test("grows for who is refused again and again, however short the time that is given", () => {
    const waits = [0, 1, 2, 3].map(
      (refusals) => planWait({ kind: "secondary", waitMs: 0 }, { refusals, waitedMs: 0 }, 0).waitMs,
    );
    expect(waits).toEqual([1000, 2000, 4000, 8000]);
  });

  test("a whole hour is waited for; more than that is given up at once", () => {
    expect(planWait({ kind: "primary", waitMs: 3_600_000 }, fresh, 0).giveUp).toBe(false);
    expect(planWait({ kind: "primary", waitMs: 66 * 60_000 }, fresh, 0).giveUp).toBe(true);
    expect([3_610_000, 66 * 60_000].map(isTooLong)).toEqual([false, true]);
  });

  test("no server can make one request wait for ever", () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.integer({ min: 0, max: 10_000_000 }), { nil: undefined }), {
          minLength: 12,
          maxLength: 12,
        }),
        (asked) => {
          const patience = { refusals: 0, waitedMs: 0 };
          for (const waitMs of asked) {
            const plan = planWait({ kind: "secondary", waitMs }, patience, 1);
            if (plan.giveUp) return patience.waitedMs <= 130 * 60_000;
            patience.refusals += 1;
            patience.waitedMs += plan.waitMs;
          }
          return false;
        },
      ),
    );
  });
});

test("the budget is read from an answer of the core API only", () => {
  const headers = { "x-ratelimit-limit": "5000", "x-ratelimit-remaining": "4995", "x-ratelimit-reset": "1795230000" };
  const budget = { limit: 5000, remaining: 4995, reset: "2026-11-21T03:00:00.000Z" };
  expect(readBudget({ status: 200, headers })).toEqual(budget);
  expect(readBudget({ status: 200, headers: { ...headers, "x-ratelimit-remaining": "0" } })?.remaining).toBe(0);
  expect(readBudget({ status: 200, headers: { ...headers, "x-ratelimit-resource": "search" } })).toBeUndefined();
  expect(readBudget({ status: 200, headers: {} })).toBeUndefined();
});
