// What is done to repositories between two backups is seen by the second, and what it was before is kept.
import { existsSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runRecordKey } from "@/lib/domain/bucket-keys";
import { runId } from "@/lib/domain/ids-schema";
import type { Manifest, ManifestEntry } from "@/lib/domain/manifest";
import { METRICS } from "@/lib/domain/metrics";
import { runRecord } from "@/lib/domain/run-schema";
import { BUCKETS, REGION } from "@/sandbox/names";
import { runGit } from "@/sandbox/seed/fast-import";
import { ADMIN } from "@/sandbox/shared/principals";
import { metricValues } from "@/sandbox/testing/metric-values";
import { TestSandbox, type WorkerResult } from "@/sandbox/testing/test-sandbox";
import { BareShell, findProgram } from "../bucket-guide/testing/bare-shell";
import { Source } from "./testing/change-source";

const NAMES = ["wiped", "emptied", "halved", "retagged", "rewound", "rewritten", "ordinary", "quiet"];
const GONE = ["gone-1", "gone-2", "gone-3", "gone-4", "gone-5"];

let box: TestSandbox;
let first: Manifest;
let second: Manifest;
let run: WorkerResult;
let refsBefore: string;

const source = (name: string) => new Source(box, `acme/${name}`);
const entryOf = ({ repos }: Manifest, name: string): ManifestEntry => {
  const entry = repos.find(({ repo }) => repo === `acme/${name}`);
  if (!entry) throw new Error(`${name} is not in the manifest`);
  return entry;
};

async function backup(variables?: Record<string, string>): Promise<Manifest> {
  run = await box.worker(["backup"], { variables });
  expect(run.exitCode, run.output).toBe(0);
  return box.newestManifest();
}

async function recordOf(manifest: Manifest) {
  const key = runRecordKey(runId.parse(manifest.run?.id));
  return runRecord.parse(JSON.parse((await box.object(key, BUCKETS.records)).toString()));
}

beforeAll(async () => {
  box = await TestSandbox.start(
    [...NAMES, ...GONE].map((name) => ({ name, description: "", history: { commits: 4 } })),
  );
  for (const name of NAMES) await source(name).leaveOnlyMain();
  for (const name of ["wiped", "halved"]) await source(name).branch(9);
  await source("retagged").set("refs/tags/v1.0.0", "refs/heads/main");
  await backup();
  // A chain of two bundles, so that their order matters.
  await box.commit("acme/wiped");
  const ordinary = source("ordinary");
  const branches = await ordinary.branch(8);
  await ordinary.set("refs/tags/v1", "refs/heads/main");
  first = await backup();
  refsBefore = await source("wiped").refs();

  await source("wiped").wipe();
  await source("emptied").delete("refs/heads/main");
  await source("halved").delete(...[0, 1, 2, 3, 4].map((at) => `refs/heads/work-${at}`));
  await source("retagged").set("refs/tags/v1.0.0", await source("retagged").commit("refs/heads/main"));
  await source("rewound").set("refs/heads/main", "refs/heads/main~1");
  await source("rewritten").set("refs/heads/main", await source("rewritten").commit("refs/heads/main~1"));

  // Merged and deleted, rebased, released, a tag that is made to move, and bots at work.
  for (const [number, name] of branches.slice(0, 6).entries()) {
    await ordinary.set(`refs/pull/${number + 1}/head`, name);
    await ordinary.delete(name);
  }
  await ordinary.set("refs/heads/work-7", await ordinary.commit("refs/heads/main"));
  await ordinary.set("refs/heads/main", await ordinary.commit("refs/heads/main"));
  await ordinary.set("refs/tags/v1", "refs/heads/main");
  await ordinary.set("refs/tags/v1.1.0", "refs/heads/main");
  for (const name of GONE) await box.github("repositories", { organisation: "acme", name, delete: true });
  second = await backup();
}, 180_000);
afterAll(() => box.stop());

test.each([
  [
    "wiped",
    "wiped",
    "the default branch main was replaced by a history that has nothing in common with it, and none of its other 9 is as it was",
  ],
  ["emptied", "wiped", "its only branch is gone"],
  ["halved", "ref-collapse", "5 of 10 branches are gone: work-0, work-1, work-2, work-3, work-4"],
  ["retagged", "tags-moved", "1 tag now names another commit: v1.0.0"],
  ["rewound", "default-branch-rewritten", "the default branch main was set back to an earlier commit"],
  [
    "rewritten",
    "default-branch-rewritten",
    "the default branch main was rewritten: commits that were on it are gone from its history",
  ],
])("%s: told as %s, once, in the manifest and the log, and captured all the same", (name, kind, message) => {
  const { anomalies, outcome } = entryOf(second, name);
  expect(anomalies).toMatchObject([{ kind, message }]);
  expect(outcome).toBe(name === "emptied" ? "empty" : "captured");
  const told = run.events.filter(({ event, repo }) => event === "anomaly" && repo === `acme/${name}`);
  expect(told).toMatchObject([{ level: "warn" }]);
});

test("an ordinary day and an unchanged repository are silent, and keep nothing", () => {
  for (const name of ["ordinary", "quiet"])
    expect(entryOf(second, name)).not.toMatchObject({ anomalies: expect.anything() });
  expect(entryOf(second, "ordinary")).toMatchObject({ outcome: "captured", refs: { pulls: 6 } });
  expect(second.repos.flatMap(({ holds }) => holds ?? []).map(({ repo }) => repo)).not.toContain("acme/ordinary");
});

test("an unchanged fleet costs GitHub no question: only default branches that moved are asked about", async () => {
  const [before, now] = [await recordOf(first), await recordOf(second)];
  // wiped, rewound, rewritten and ordinary; of emptied nothing is left to compare with.
  expect((now.github?.rest_requests ?? 0) - (before.github?.rest_requests ?? 0)).toBe(4 - 1);
});

test("many that vanished at once are told of the run, and the chain of each is kept", () => {
  expect(second.anomalies).toMatchObject([{ kind: "many-vanished", count: 5, of: NAMES.length + GONE.length }]);
  for (const name of GONE)
    expect(entryOf(second, name)).toMatchObject({
      outcome: "vanished",
      holds: [{ state: "held", snapshot: first.snapshot }],
    });
});

test("the chain from before is kept whole and in order, apart from what expires with its snapshot", async () => {
  const before = entryOf(first, "wiped");
  const { holds } = entryOf(second, "wiped");
  const prefix = `github-backup/holds/${before.id}-${first.snapshot}/`;
  expect(holds).toEqual([{ state: "held", snapshot: first.snapshot, repo: "acme/wiped", prefix }]);
  expect(await box.keys(BUCKETS.backups, prefix)).toEqual(
    ["0001.bundle", "0002.bundle", "hold.json"].map((name) => `${prefix}${name}`),
  );
  const hold = JSON.parse((await box.object(`${prefix}hold.json`)).toString());
  expect(hold).toMatchObject({
    repo: "acme/wiped",
    id: before.id,
    snapshot: first.snapshot,
    run: second.run?.id,
    why: [{ kind: "wiped" }],
    chain: before.chain.map(({ sha256, kind }) => ({ sha256, kind })),
  });
  for (const [index, link] of before.chain.entries())
    expect((await box.object(hold.chain[index].s3_key)).equals(await box.object(link.s3_key))).toBe(true);
});

const AWS = existsSync("/usr/bin/aws") ? "/usr/bin/aws" : findProgram("aws");

test.skipIf(AWS === undefined)(
  "the three commands of hold.json bring every ref back, with aws and git alone",
  async () => {
    const [held] = entryOf(second, "wiped").holds ?? [];
    const { restore } = JSON.parse((await box.object(`${held?.prefix}hold.json`)).toString()) as { restore: string[] };
    const variables = {
      AWS_ACCESS_KEY_ID: ADMIN.accessKeyId,
      AWS_SECRET_ACCESS_KEY: ADMIN.secretAccessKey,
      AWS_DEFAULT_REGION: REGION,
      AWS_EC2_METADATA_DISABLED: "true",
    };
    const bare = await BareShell.open({ aws: { program: AWS ?? "", endpoint: box.urls.s3, variables } });
    for (const command of restore) expect(await bare.run(["-c", command]), command).toMatchObject({ code: 0 });
    const refs = await runGit([
      "-C",
      path.join(bare.home, "wiped.git"),
      "for-each-ref",
      "--format=%(objectname) %(refname)",
    ]);
    expect(refs.trim()).toBe(refsBefore);
    await bare.close();
  },
);

test("the run's record names them, the worst first, and the metric counts them", async () => {
  const record = await recordOf(second);
  expect(record.anomaly_count).toBe(7);
  expect(record.anomalies?.map(({ repo, kind }) => `${repo ?? "run"} ${kind}`)).toEqual([
    "acme/emptied wiped",
    "acme/wiped wiped",
    "run many-vanished",
    "acme/rewound default-branch-rewritten",
    "acme/rewritten default-branch-rewritten",
    "acme/halved ref-collapse",
    "acme/retagged tags-moved",
  ]);
  expect((await recordOf(first)).anomaly_count).toBe(0);
  expect(await metricValues(box.urls.aws, METRICS.anomalies)).toEqual([7, 0, 0]);
});

describe("afterwards", () => {
  test("a state that lasts is not told again, and nothing more is kept", async () => {
    const kept = await box.keys(BUCKETS.backups, "github-backup/holds/");
    const third = await backup();
    expect((await recordOf(third)).anomaly_count).toBe(0);
    expect(third.anomalies).toBeUndefined();
    expect(third.repos.flatMap(({ anomalies }) => anomalies ?? [])).toEqual([]);
    expect(await box.keys(BUCKETS.backups, "github-backup/holds/")).toEqual(kept);
    expect((await metricValues(box.urls.aws, METRICS.anomalies))[0]).toBe(0);
  });

  test("thresholds and ignored refs are settings", async () => {
    await source("retagged").set("refs/tags/v1.0.0", await source("retagged").commit("refs/heads/main"));
    await source("rewound").set("refs/heads/main", "refs/heads/main~1");
    const quiet = await backup({ ANOMALY_THRESHOLDS: "moved-tags=2", ANOMALY_IGNORE_REFS: "refs/heads/main" });
    expect(quiet.repos.flatMap(({ anomalies }) => anomalies ?? [])).toEqual([]);
    const wrong = await box.worker(["backup"], { variables: { ANOMALY_THRESHOLDS: "moved-tag=2" } });
    expect(wrong.exitCode).toBe(78);
    expect(wrong.output).toContain("ANOMALY_THRESHOLDS is wrong: moved-tag is none of");
  });

  test("what GitHub would not tell is said, and the backup is whole", async () => {
    const path = "^/api/v3/repos/acme/rewritten/compare/";
    await box.fault("github", { match: { path }, action: { kind: "status", status: 403, body: "no" }, times: 0 });
    await source("rewritten").set("refs/heads/main", await source("rewritten").commit("refs/heads/main~1"));
    const manifest = await backup();
    await box.clearFaults();
    const { warnings, anomalies, outcome } = entryOf(manifest, "rewritten");
    expect({ outcome, anomalies }).toEqual({ outcome: "captured", anomalies: undefined });
    expect(warnings?.join()).toMatch(/^whether main was rewritten could not be looked at: GitHub refused/);
    expect(run.events.find(({ event }) => event === "not-looked-at")).toMatchObject({ repo: "acme/rewritten" });
  });

  test("questions end where the run's limit is, and that is said", async () => {
    for (const name of ["rewritten", "quiet"])
      await source(name).set("refs/heads/main", await source(name).commit("refs/heads/main"));
    const manifest = await backup({ ANOMALY_THRESHOLDS: "compares-per-run=1", CONCURRENCY: "1" });
    const told = ["rewritten", "quiet"].filter((name) => entryOf(manifest, name).warnings);
    expect(told).toHaveLength(1);
  });

  test("a hold that cannot be placed is told, and placed by the next backup though nothing is new then", async () => {
    const body = "<Error><Code>AccessDenied</Code><Message>as asked for</Message></Error>";
    await box.fault("s3", {
      match: { operation: "CopyObject" },
      action: { kind: "status", status: 403, body },
      times: 0,
    });
    await source("quiet").wipe();
    const failed = await backup();
    await box.clearFaults();
    expect(entryOf(failed, "quiet")).toMatchObject({
      anomalies: [{ kind: "wiped" }],
      holds: [{ state: "failed", problem: { code: "storage-denied" } }],
    });
    const next = await backup();
    const [hold] = entryOf(next, "quiet").holds ?? [];
    expect(hold).toMatchObject({ state: "held" });
    expect(entryOf(next, "quiet").anomalies).toBeUndefined();
    const { why } = JSON.parse((await box.object(`${hold?.prefix}hold.json`)).toString());
    expect(why).toMatchObject([{ kind: "wiped" }]);
    expect(entryOf(await backup(), "quiet").holds).toBeUndefined();
  });
});
