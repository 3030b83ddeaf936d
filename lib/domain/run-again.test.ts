import { expect, test } from "vitest";
import { MOST_FIRST } from "./backup-run";
import { repositoryName, snapshotId } from "./ids-schema";
import type { RunRecord } from "./run";
import { backupAgain, proveAgain } from "./run-again";

const problem = { code: "c", message: "m", hint: "h" };
const failed = (repo: string, more: object = {}) => ({ ...problem, repo: repositoryName.parse(repo), ...more });
const run = (facts: object) => ({ state: "partial", ...facts }) as RunRecord;
const snapshot = snapshotId.parse("2026-04-16");

test("the next backup begins with what failed; what has vanished, or is blocked, is not helped by it", () => {
  const outcomes = ["failed", "vanished", "unavailable"];
  const failures = outcomes.map((outcome) => failed(`acme/${outcome}`, { outcome }));
  expect(backupAgain(run({ kind: "backup", failures }))).toEqual(["acme/failed"]);
});

test("it names no more than one request may, and where no repository failed what was asked for then", () => {
  const failures = Array.from({ length: MOST_FIRST + 1 }, (_, at) => failed(`acme/r${at}`, { outcome: "failed" }));
  expect(backupAgain(run({ kind: "backup", failures }))).toHaveLength(MOST_FIRST);
  const backup = { request: { first: [repositoryName.parse("acme/web")] } };
  expect(backupAgain(run({ kind: "backup", state: "failed", backup }))).toEqual(["acme/web"]);
  expect(backupAgain(run({ kind: "backup", state: "lost" }))).toEqual([]);
});

test("nothing is done again that is whole, or that somebody stopped", () => {
  for (const state of ["succeeded", "stopped", "running"])
    for (const kind of ["backup", "verify"]) {
      expect(backupAgain(run({ kind, state }))).toBeUndefined();
      expect(proveAgain(run({ kind, state, verify: { request: { scope: "share" } } }))).toBeUndefined();
    }
});

test("one repository is proven again alone, in the bucket where it failed", () => {
  const request = { scope: "snapshot", snapshot };
  const one = [failed("acme/a", { side: "primary" })];
  const alone = { scope: "repository", repository: "acme/a", snapshot };
  expect(proveAgain(run({ kind: "verify", verify: { request }, failures: one }))).toEqual({
    ...alone,
    side: "primary",
  });
  const both = [...one, failed("acme/a", { side: "replica" })];
  expect(proveAgain(run({ kind: "verify", verify: { request }, failures: both }))).toEqual(alone);
});

test("of several, and of manifests that are not right, what was asked for is asked for again", () => {
  const request = { scope: "share" };
  const failures = [failed("acme/a", { side: "primary" })];
  const verify = { request, unproven: [failed("acme/b", { side: "primary" })] };
  expect(proveAgain(run({ kind: "verify", verify, failures }))).toEqual(request);
  const altered = [{ snapshot, side: "primary", problem }];
  expect(proveAgain(run({ kind: "verify", verify: { request, altered }, failures }))).toEqual(request);
  expect(proveAgain(run({ kind: "verify", verify: { request }, failures, failure_count: 2000 }))).toEqual(request);
});
