import { expect, test } from "vitest";
import { sampleEntry, sampleManifest } from "@/lib/testing/sample-manifest";
import { planChanges } from "./plan-changes";
import { planRestore } from "./plan-restore";
import type { SnapshotRequest } from "./restore-request";
import { restoreRequest } from "./restore-request-schema";

const THREE = ["acme/api", "acme/web", "other/web"];
function plan(fields: object = {}, repositories = THREE) {
  const from = {
    kind: "batch",
    snapshot: "2026-04-16",
    source: "primary",
    repositories: "all",
    naming: { suffix: "-r" },
  };
  const request = restoreRequest.parse({ ...from, ...fields }) as SnapshotRequest;
  const entries = repositories.map((name) => sampleEntry(name));
  return planRestore(request, {
    manifest: sampleManifest(request.snapshot, entries),
    bucket: "b",
    existing: new Set(),
  });
}

test("of the same plan there is nothing to say", () => {
  expect(planChanges(plan(), plan())).toEqual([]);
});

test("the bucket, the snapshot and the destination are said, whatever follows from them is not", () => {
  expect(planChanges(plan(), plan({ source: "replica" }))).toEqual([
    "it reads the replica bucket now, not the primary",
  ]);
  expect(planChanges(plan(), plan({ snapshot: "2026-04-17", naming: { suffix: "-x" } }))).toEqual([
    "it restores snapshot 2026-04-17 now, not 2026-04-16",
    "it goes to NAME-x now, not to NAME-r",
  ]);
});

test("repositories that came or went are named, of many the first", () => {
  expect(planChanges(plan(), plan({}, ["acme/web", "acme/new"]))).toEqual([
    "acme/api and 1 other repository would no longer be restored",
    "acme/new would be restored too",
  ]);
});

test("whatever else differs is said too: no change goes without a word", () => {
  expect(planChanges(plan(), { ...plan(), totalBytes: 1 })).toEqual([
    "something else of it differs: totalBytes was 3000 and is now 1",
  ]);
});
