import { describe, expect, test } from "vitest";
import { CREATION_RATES, nextAllowed, type Rate, WRITE_RATES } from "./github-limits";

/** When each of `count` events that are wanted at once may happen, in seconds. */
function schedule(count: number, rates: readonly Rate[]): number[] {
  const times: number[] = [];
  for (let index = 0; index < count; index++) times.push(nextAllowed(times, rates, times.at(-1) ?? 0));
  return times.map((ms) => ms / 1000);
}

describe("the pace of changes", () => {
  test("lets a handful go at once, and one a second on the whole", () => {
    expect(schedule(12, WRITE_RATES)).toEqual([0, 0, 0, 0, 0, 5, 5, 5, 5, 5, 10, 10]);
  });

  test("never has more in any window than GitHub allows", () => {
    const times = schedule(1200, CREATION_RATES);
    for (const { count, ms } of CREATION_RATES) {
      times.forEach((time, index) => {
        const within = times.slice(index).filter((each) => each < time + ms / 1000).length;
        expect(within).toBeLessThanOrEqual(count);
      });
    }
    expect(times[499]).toBeLessThan(3600);
    expect(times[500]).toBe(3600);
  });

  test("does not wait where the last one is long ago", () => {
    expect(nextAllowed([0, 1, 2, 3, 4], WRITE_RATES, 60_000)).toBe(60_000);
  });
});
