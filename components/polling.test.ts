import { describe, expect, test } from "vitest";
import type { FollowedRun } from "@/lib/domain/followed-run";
import { runId } from "@/lib/domain/ids-schema";
import { isStale, listInterval, poll, runInterval } from "./polling";

const run = (state: FollowedRun["record"]["state"]): FollowedRun => ({
  receipt: false,
  record: {
    version: 1,
    id: runId.parse("20261121T020000Z-abcdef"),
    kind: "backup",
    state,
    trigger: "manual",
    requested_at: "2026-11-21T02:00:00Z",
    updated_at: "2026-11-21T02:00:00Z",
  },
});
const later = (seconds: number) => Date.parse("2026-11-21T02:00:00Z") + seconds * 1000;

describe("polling", () => {
  test("of a run is quick at first, then steady, and stops at its end", () => {
    expect(runInterval(run("running"), later(5))).toBe(1000);
    expect(runInterval(run("running"), later(60))).toBe(2000);
    expect(runInterval(run("queued"), later(9))).toBe(1000);
    expect(runInterval(run("queued"), later(11))).toBe(2000);
    expect(runInterval(run("succeeded"), later(5))).toBe(false);
  });
  test("of a list is quicker while something goes on", () => {
    expect(listInterval([run("partial"), run("running")])).toBe(5000);
    expect(listInterval([run("partial")])).toBe(30_000);
  });
  test("backs off while the server does not answer", () => {
    const state = { data: 1, errorUpdateCount: 1, dataUpdatedAt: 0 };
    expect(poll(() => 2000)({ state: { ...state, error: undefined } })).toBe(2000);
    expect(poll(() => 2000)({ state: { ...state, error: new Error() } })).toBe(8000);
    expect(poll(() => false)({ state: { ...state, error: new Error() } })).toBe(false);
  });
  test("calls a page stale after two missed polls, not for one slow answer, and never when no news will come", () => {
    expect(isStale(1000, 30_000, 77_000)).toBe(true);
    expect(isStale(1000, 30_000, 70_000)).toBe(false);
    expect(isStale(1000, 1000, 8000)).toBe(false);
    expect(isStale(1000, false, 900_000)).toBe(false);
  });
});
