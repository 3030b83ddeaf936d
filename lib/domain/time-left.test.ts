import { expect, test } from "vitest";
import { runId } from "./ids-schema";
import type { RunRecord } from "./run";
import { timeLeft } from "./time-left";

const START = Date.parse("2026-04-16T02:00:00Z");
const after = (seconds: number) => new Date(START + seconds * 1000);

const record = (progress: Partial<NonNullable<RunRecord["progress"]>>, more: Partial<RunRecord> = {}): RunRecord => ({
  version: 1,
  id: runId.parse("20260416T020000Z-abcdef"),
  kind: "backup",
  state: "running",
  trigger: "schedule",
  requested_at: "2026-04-16T01:59:00Z",
  updated_at: "2026-04-16T02:00:10Z",
  phase: "capture",
  progress: { done: 0, total: 100, bytes: 0, current: [], since: "2026-04-16T02:00:00Z", ...progress },
  ...more,
});

test("a first backup is reckoned by bytes: the largest come first, and their number would mislead", () => {
  const first = record({ done: 2, bytes: 700, size_done: 1000, size_total: 4000 });
  expect(timeLeft(first, after(10))).toEqual({ seconds: 30, by: "bytes" });
});

test("one large repository on its way already tells, though none is done", () => {
  expect(timeLeft(record({ done: 0, bytes: 500, size_done: 500, size_total: 1000 }), after(10))).toEqual({
    seconds: 10,
    by: "bytes",
  });
});

test("a day on which most is unchanged is reckoned by count: a large repository costs one request, as a small one does", () => {
  const daily = record({ done: 20, bytes: 900, size_done: 900_000, size_total: 1_000_000 });
  expect(timeLeft(daily, after(10))).toEqual({ seconds: 40, by: "count" });
});

test("without sizes it goes by count", () => {
  expect(timeLeft(record({ done: 50, bytes: 1e9 }), after(10))).toEqual({ seconds: 10, by: "count" });
});

test("when all that weighs is done, the many small ones are reckoned by count, at the pace of late", () => {
  const tail = { done: 10, total: 2000, bytes: 9700, size_done: 9700, size_total: 10_000 };
  expect(timeLeft(record({ ...tail, done_per_second: 50 }), after(600))).toEqual({ seconds: 40, by: "count" });
});

test.each([
  ["verify", "prove"],
  ["restore", "restore"],
] as const)("a %s run of many goes by count", (kind, phase) => {
  expect(timeLeft(record({ done: 25, bytes: 1e9 }, { kind, phase }), after(10))).toEqual({ seconds: 30, by: "count" });
});

test("what is left is never told to be nothing", () => {
  expect(timeLeft(record({ done: 99, done_per_second: 1000 }), after(60))).toEqual({ seconds: 1, by: "count" });
});

test.each([
  ["all is done", record({ done: 100 }), 60],
  ["nothing was finished of late", record({ done: 50, done_per_second: 0 }), 60],
  ["it has hardly begun", record({ done: 50 }), 1],
  ["two repositories do not tell the pace of a hundred", record({ done: 2 }), 60],
  ["a hundredth of the bytes does not either", record({ bytes: 5, size_done: 5, size_total: 1000 }), 60],
  ["there is nothing to do", record({ done: 0, total: 0 }), 60],
  ["the list is still being read", record({ done: 50 }, { phase: "list" }), 60],
  ["it has ended", record({ done: 50 }, { state: "succeeded" }), 60],
  ["a restore has other steps", record({ done: 50 }, { kind: "restore" }), 60],
  ["an older worker did not say when it began", record({ done: 50, since: undefined }), 60],
])("unknown while %s", (_, unknown, seconds) => {
  expect(timeLeft(unknown, after(seconds))).toBeUndefined();
});
