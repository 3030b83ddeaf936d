import { expect, test } from "vitest";
import { absentState, differentState, lagMinutes, stuckCount } from "./replication";

const NOW = new Date("2026-11-21T12:00:00Z");
const since = (minutes: number) => ({ since: new Date(NOW.getTime() - minutes * 60_000).toISOString() });

test("the lag is the age of the oldest, wherever it stands; of nothing it is none", () => {
  expect(lagMinutes([since(5), since(90), since(30)], NOW)).toBe(90);
  expect(lagMinutes([since(90), since(5)], NOW)).toBe(90);
  expect(lagMinutes([], NOW)).toBe(0);
});

test("what S3 is at is on its way, all else is stuck: given up, never asked for, or something else in its place", () => {
  const said = ["PENDING", "FAILED", "COMPLETED", undefined];
  expect(said.map(absentState)).toEqual(["pending", "failed", "missing", "missing"]);
  expect(said.map(differentState)).toEqual(["pending", "failed", "different", "different"]);
  const objects = [...said.map(absentState), differentState(undefined)].map((state) => ({
    ...{ key: "x", state, size_bytes: 1, since: NOW.toISOString() },
  }));
  expect(stuckCount(objects)).toBe(4);
});
