import { expect, test } from "vitest";
import { runId, snapshotId } from "@/lib/domain/ids-schema";
import { findEntry } from "@/lib/domain/plan-repository";
import { backupEnvironment } from "@/lib/env";
import { parse } from "@/lib/read-environment";
import { sampleEntry, sampleManifest } from "@/lib/testing/sample-manifest";
import { buildManifest, type ManifestParts } from "./write-manifest";

const env = parse(backupEnvironment, {
  GITHUB_APP_ID: "1",
  GITHUB_APP_KEY_SECRET_ARN: "key",
  S3_BUCKET: "b",
  AWS_REGION: "eu-west-1",
  EXCLUDE_REFS: "refs/pull/*",
});
const acme = { id: 1, account: "acme" };
const at = new Date("2026-11-02T02:00:00Z");
const today = snapshotId.parse("2026-11-02");

const build = (parts: Partial<ManifestParts>, before = sampleManifest("2026-11-01", [])) =>
  buildManifest({
    env,
    installations: [acme],
    entries: [],
    snapshot: today,
    previous: { manifest: before, sha256: "x", lastGood: () => undefined },
    recorder: { run: runId.parse("20261102T020000Z-aaaaaa"), actor: undefined } as ManifestParts["recorder"],
    startedAt: at,
    finishedAt: at,
    ...parts,
  });

test("a repository that was deleted and made anew is found by its name, not the one that vanished", () => {
  const old = sampleEntry("acme/api", "captured", { id: 10 });
  const anew = sampleEntry("acme/api", "captured", { id: 5 });
  const later = sampleEntry("acme/api", "failed", { id: 11 });
  for (const present of [anew, later]) {
    const manifest = build({ entries: [present] }, sampleManifest("2026-11-01", [old]));
    expect(manifest.repos).toHaveLength(2);
    expect(findEntry(manifest, today, present.repo)).toMatchObject({ id: present.id, outcome: present.outcome });
    expect(manifest).toMatchObject({ total_repos: 1, totals: { vanished: 1 } });
  }
});

test("names a repository had before are kept, those it had earlier in this run included", () => {
  const before = sampleEntry("acme/one", "captured", { id: 10, previous_names: ["acme/zero"] });
  const entry = sampleEntry("acme/three", "unchanged", { id: 10, previous_names: ["acme/two"] });
  const [built] = build({ entries: [entry] }, sampleManifest("2026-11-01", [before])).repos;
  expect(built?.previous_names).toEqual(["acme/zero", "acme/one", "acme/two"]);
  const [same] = build({ entries: [before] }, sampleManifest("2026-11-01", [before])).repos;
  expect(same?.previous_names).toEqual(["acme/zero"]);
});

test("the manifest says which refs were left out, and why an installation is not whole", () => {
  const problem = { code: "github-forbidden" as const, message: "no", hint: "Grant it." };
  const { source } = build({ installations: [acme, { id: 2, account: "globex", problem }] });
  expect(source?.ref_scope).toEqual({ exclude: ["refs/pull/*"] });
  expect(source?.installations).toEqual([acme, { id: 2, account: "globex", problem }]);
});
