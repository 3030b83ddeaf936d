import { describe, expect, test } from "vitest";
import { runId } from "./ids-schema";
import type { RunRecord } from "./run";
import { phasesOf } from "./run-phases";

const record = (more: Partial<RunRecord>): RunRecord => ({
  version: 1,
  id: runId.parse("20261121T020000Z-abcdef"),
  kind: "backup",
  state: "running",
  trigger: "manual",
  requested_at: "2026-11-21T02:00:00Z",
  updated_at: "2026-11-21T02:00:00Z",
  ...more,
});
const states = (more: Partial<RunRecord>) => phasesOf(record(more)).map((phase) => phase.state);

describe("phases", () => {
  test("before, at and after the one that goes on", () => {
    expect(states({ phase: "capture" })).toEqual(["done", "current", "waiting", "waiting"]);
  });
  test("of a run that has not begun all wait", () => {
    expect(states({ state: "queued" })).toEqual(["waiting", "waiting", "waiting", "waiting"]);
  });
  test("show the wait for another backup only while it lasts", () => {
    expect(phasesOf(record({ phase: "wait" }))[0]).toMatchObject({ id: "wait", state: "current" });
    expect(states({ phase: "wait" })).toHaveLength(5);
  });
  test("of a run that ended badly show where", () => {
    const rest = ["not-reached", "not-reached"];
    expect(states({ state: "failed", phase: "capture" })).toEqual(["done", "failed", ...rest]);
    expect(states({ state: "lost", phase: "capture" })).toEqual(["done", "failed", ...rest]);
    expect(states({ state: "stopped", phase: "capture" })).toEqual(["done", "stopped", ...rest]);
  });
  test("of a partial backup are all done: the failures stand elsewhere", () => {
    expect(states({ state: "partial", phase: "done" })).toEqual(["done", "done", "done", "done"]);
  });
  test("of a restore are the steps that were approved, in their words", () => {
    const steps = [{ step: "read" as const, text: "Read 2 bundles" }];
    expect(phasesOf(record({ kind: "restore", phase: "read" }), steps)).toEqual([
      { id: "read", text: "Read 2 bundles", state: "current" },
    ]);
    expect(phasesOf(record({ kind: "restore" }))).toHaveLength(9);
  });
});
