import { expect, test } from "vitest";
import type { FollowedRun } from "./followed-run";
import { runStrip, STRIP_RUNS } from "./run-strip";

const NOW = new Date("2026-11-21T12:00:00Z");
const run = (id: string, seconds: number | undefined, more: object = {}): FollowedRun => ({
  receipt: false,
  record: {
    ...{ version: 1, id, kind: "backup", state: "succeeded", trigger: "schedule" },
    ...{ requested_at: "2026-11-21T02:00:00Z", updated_at: "2026-11-21T02:00:00Z" },
    ...(seconds !== undefined && {
      started_at: "2026-11-21T02:00:00Z",
      finished_at: new Date(Date.parse("2026-11-21T02:00:00Z") + seconds * 1000).toISOString(),
    }),
    ...more,
  } as FollowedRun["record"],
});

test("the newest stands last, the longest is the highest, and none is too low to be seen", () => {
  const bars = runStrip([run("c", 1), run("b", 10_000), run("a", undefined, { state: "queued" })], NOW);
  expect(bars.map(({ id }) => id)).toEqual(["a", "b", "c"]);
  expect(bars.map(({ height }) => height)).toEqual([0.12, 1, 0.12]);
});

test("each says in words what it was, how it ended and how long it took", () => {
  const [bar] = runStrip([run("a", 252, { state: "failed", error: { code: "x", message: "no App", hint: "" } })], NOW);
  expect(bar?.text).toBe("Backup: failed, 4 min 12 s, no App");
});

test("only the newest are shown", () => {
  const bars = runStrip(
    Array.from({ length: 40 }, (_, index) => run(`r${index}`, 5)),
    NOW,
  );
  expect(bars).toHaveLength(STRIP_RUNS);
  expect(bars.at(-1)?.id).toBe("r0");
});
