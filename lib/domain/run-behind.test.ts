import { describe, expect, test } from "vitest";
import { alarmsFor } from "./alarms-for";
import { runId } from "./ids-schema";
import { METRICS } from "./metrics";
import type { RunRecord } from "./run";
import { runBehind, runBehindChange } from "./run-behind";
import { DEFAULT_TARGETS } from "./targets";

const run = (name: string, at: string, rest: Partial<RunRecord>): RunRecord => ({
  ...{ version: 1, id: runId.parse(`20261121T020000Z-${name.padEnd(6, "0")}`), kind: "backup", state: "succeeded" },
  ...{ trigger: "schedule", requested_at: at, updated_at: at, finished_at: at },
  ...rest,
});
const verified = (failed: number, altered: number, unproven = 0): Partial<RunRecord> => ({
  kind: "verify",
  verify: { request: { scope: "share" }, counts: { chosen: 3, proven: 1, failed, unproven, altered } },
});
const AT = "2026-11-21T02:00:00Z";

describe("the run behind an alarm", () => {
  test.each([
    ["an anomaly: the backup that found it", METRICS.anomalies, run("b", AT, { anomaly_count: 2 })],
    ["a proof that failed: the verify run", METRICS.proofFailures, run("b", AT, verified(1, 0))],
    ["an altered manifest: the verify run", METRICS.proofFailures, run("b", AT, verified(0, 1))],
    [
      "a proof that is too old: the verify run that could not make it",
      METRICS.hoursSinceOldestProof,
      run("b", AT, verified(0, 0, 1)),
    ],
    [
      "a drill that is overdue: the one that failed",
      METRICS.hoursSinceLastDrill,
      run("b", AT, { kind: "drill", state: "failed" }),
    ],
    ["no finished backup: the one that was stopped", METRICS.backupSuccess, run("b", AT, { state: "stopped" })],
  ])("%s", (_, metric, raising) => {
    const innocent = [run("a", AT, {}), run("c", AT, verified(0, 0)), run("d", AT, { kind: "drill" })];
    expect(runBehind(metric, [...innocent, raising, run("e", AT, raising)])).toBe(raising.id);
    expect(runBehind(metric, innocent)).toBeUndefined();
  });

  test("that is over is the last one before it, and none from before the alarm's window", () => {
    const failure = alarmsFor(DEFAULT_TARGETS).find(({ id }) => id === "backup-failure");
    if (!failure) throw new Error("no such alarm");
    const runs = [
      run("c", "2026-11-21T09:00:00Z", { state: "partial" }),
      run("b", "2026-11-21T02:01:00Z", { state: "partial" }),
      run("a", "2026-11-18T02:00:00Z", { state: "partial" }),
    ];
    expect(runBehindChange(failure, AT, runs)).toBe(runs[1]?.id);
    expect(runBehindChange(failure, "2026-11-20T12:00:00Z", runs)).toBeUndefined();
  });

  test("on an age has nobody to blame once it is over", () => {
    const age = alarmsFor(DEFAULT_TARGETS).find(({ id }) => id === "proof-age");
    expect(age && runBehindChange(age, AT, [run("b", AT, verified(0, 0, 1))])).toBeUndefined();
  });
});
