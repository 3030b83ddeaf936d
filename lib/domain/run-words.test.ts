import { expect, test } from "vitest";
import type { RunRecord } from "./run";
import { tellsOf } from "./run-words";

const run = (facts: object) => ({ kind: "backup", ...facts }) as RunRecord;

test.each([
  ["its kind", run({}), "backup"],
  ["who asked for it", run({ actor: "olga" }), "Olga"],
  ["its snapshot", run({ snapshot: "2026-04-16" }), "2026-04"],
  ["a repository that failed", run({ failures: [{ repo: "acme/billing" }] }), "billing"],
  ["one that came first", run({ backup: { request: { first: ["acme/web"] } } }), "acme/w"],
  ["one that was proven", run({ kind: "verify", verify: { request: { repository: "acme/api" } } }), "api"],
  ["one that was held", run({ kind: "hold", hold: { request: { repositories: ["acme/docs"] } } }), "DOCS"],
  [
    "where it was restored to",
    run({ kind: "restore", restore: { request: { kind: "repository", repository: "acme/a", target: "acme/b" } } }),
    "acme/b",
  ],
  [
    "one of many that were restored",
    run({ kind: "restore", restore: { request: { kind: "batch", repositories: ["acme/x"], naming: {} } } }),
    "acme/x",
  ],
])("a run is found by %s", (_, record, text) => {
  expect(tellsOf(record, text)).toBe(true);
  expect(tellsOf(record, "there-is-no-such-thing")).toBe(false);
});
