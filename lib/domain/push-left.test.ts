import { expect, test } from "vitest";
import { runId } from "./ids-schema";
import { pushSecondsLeft, whyNoTimeLeft } from "./push-left";
import type { PushProgress, RunRecord } from "./run";
import { timeLeft } from "./time-left";

const START = "2026-04-16T02:00:00.000Z";
const after = (seconds: number) => new Date(Date.parse(START) + seconds * 1000);
const MIB = 1024 ** 2;
const push = (more: Partial<PushProgress>): PushProgress => ({ sent: 10 * MIB, of: 40 * MIB, since: START, ...more });

test("what is to go takes as long as what has gone, byte for byte", () => {
  expect(pushSecondsLeft(push({}), after(20))).toBe(60);
  expect(pushSecondsLeft(push({ sent: 40 * MIB - 1 }), after(20))).toBe(1);
});

test.each([
  ["nothing has gone", push({ sent: 0, since: undefined }), /nothing is sent yet/],
  ["GitHub may have a part of it", push({ of: undefined }), /a part of it already/],
  ["more has gone than was expected", push({ sent: 41 * MIB }), /more is sent than the 40(\.0)? MiB/],
  ["all has gone and GitHub is at work", push({ unpacking: true }), /how long GitHub takes to unpack/],
  ["hardly anything has gone", push({ sent: 1000 }), /too little/],
])("no time is told where %s, and the words say why", (_, told, words) => {
  expect(pushSecondsLeft(told, after(20))).toBeUndefined();
  expect(whyNoTimeLeft(told)).toMatch(words);
});

test("no time is told in the first moments", () => {
  expect(pushSecondsLeft(push({}), after(1))).toBeUndefined();
});

test("a restore of one repository has it while it pushes, and neither before nor after", () => {
  const record = (phase: string, state: RunRecord["state"] = "running"): RunRecord => ({
    ...{ version: 1, id: runId.parse("20260416T020000Z-abcdef"), kind: "restore", state, trigger: "manual", phase },
    ...{ requested_at: START, updated_at: START },
    progress: { done: 5, total: 5, bytes: 5, current: [], push: push({}) },
  });
  expect(timeLeft(record("push"), after(20))?.seconds).toBe(60);
  for (const other of [record("rebuild"), record("compare"), record("push", "failed")])
    expect(timeLeft(other, after(20))).toBeUndefined();
});
