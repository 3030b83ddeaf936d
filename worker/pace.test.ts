import fc from "fast-check";
import { expect, test } from "vitest";
import { nextPace, type Pace, type PaceEvent, startPace } from "./pace";

const after = (pace: Pace, ...events: PaceEvent[]) => events.reduce(nextPace, pace);
const many = (event: PaceEvent, count: number) => Array<PaceEvent>(count).fill(event);

test("begins at the ceiling and stays there while all goes well", () => {
  expect(after(startPace(16), ...many("success", 100)).limit).toBe(16);
});

test("each throttling halves it, down to one", () => {
  const limits = [1, 2, 3, 4, 5].map((count) => after(startPace(16), ...many("throttled", count)).limit);
  expect(limits).toEqual([8, 4, 2, 1, 1]);
  expect(after(startPace(5), "throttled").limit).toBe(2);
});

test("grows by one after a round of successes, not faster", () => {
  const slow = after(startPace(16), "throttled");
  expect(after(slow, ...many("success", 7)).limit).toBe(8);
  expect(after(slow, ...many("success", 8)).limit).toBe(9);
  expect(after(slow, ...many("success", 16)).limit).toBe(9);
  expect(after(slow, ...many("success", 17)).limit).toBe(10);
});

test("the third failure in a row halves it; a success in between begins the count anew", () => {
  expect(after(startPace(16), "trouble", "trouble").limit).toBe(16);
  expect(after(startPace(16), ...many("trouble", 3)).limit).toBe(8);
  expect(after(startPace(16), "trouble", "trouble", "success", "trouble", "trouble").limit).toBe(16);
  expect(after(startPace(16), ...many("trouble", 5)).limit).toBe(8);
});

test("is never above the ceiling and never below one, whatever happens, and always comes back", () => {
  const event = fc.constantFrom<PaceEvent>("success", "throttled", "trouble");
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 64 }), fc.array(event, { maxLength: 200 }), (ceiling, events) => {
      let pace = startPace(ceiling);
      for (const each of events) {
        pace = nextPace(pace, each);
        if (pace.limit < 1 || pace.limit > ceiling) return false;
      }
      return after(pace, ...many("success", (ceiling * (ceiling + 1)) / 2)).limit === ceiling;
    }),
  );
});
