import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { METRICS, type MetricName } from "@/lib/domain/metrics";
import { DROP_IN_PRINCIPAL } from "@/sandbox/roles";
import { DEMO_REPOSITORIES } from "@/sandbox/seed/demo-fleet";
import { runGit } from "@/sandbox/seed/fast-import";
import { metricValues } from "@/sandbox/testing/metric-values";
import { TestSandbox, type WorkerResult } from "@/sandbox/testing/test-sandbox";

let box: TestSandbox;
let first: WorkerResult;
let scratch: string;

beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), "holdfast-check-"));
  box = await TestSandbox.start(DEMO_REPOSITORIES);
  first = await box.worker(["backup"]);
});
afterEach(() => box.clearFaults());
afterAll(async () => {
  await box.stop();
  await rm(scratch, { recursive: true, force: true });
});

const latest = async (name: MetricName): Promise<number | undefined> => (await metricValues(box.urls.aws, name))[0];

test("the demo fleet is backed up whole: every repository has its outcome, and the run succeeds", async () => {
  expect(first.output).toContain('"event":"finished"');
  expect(first.exitCode).toBe(0);
  const manifest = await box.newestManifest();
  expect(manifest.total_repos).toBe(DEMO_REPOSITORIES.length);
  expect(manifest.totals).toMatchObject({
    captured: DEMO_REPOSITORIES.length - 2,
    empty: 1,
    unavailable: 1,
    failed: 0,
  });
  expect(manifest.repos.find((each) => each.repo === "acme/takedown")).toMatchObject({
    outcome: "unavailable",
    reason: { code: "repository-blocked" },
  });
  expect(manifest.repos.find((each) => each.repo === "acme/new-idea")).toMatchObject({
    outcome: "empty",
    default_branch: "main",
  });
  expect(manifest.repos.find((each) => each.repo === "acme/web")).toMatchObject({ default_branch: "trunk" });
  expect(await latest(METRICS.backupSuccess)).toBe(DEMO_REPOSITORIES.length - 2);
  expect(await latest(METRICS.backupFailure)).toBe(0);
});

test("every bundle clones with stock git, passes fsck, and has exactly the source's refs", async () => {
  const manifest = await box.newestManifest();
  const captured = manifest.repos.filter((each) => each.outcome === "captured");
  expect(captured.length).toBeGreaterThan(30);
  for (const { repo, s3_key = "", default_branch } of captured) {
    const file = path.join(scratch, "one.bundle");
    const clone = path.join(scratch, "clone.git");
    await writeFile(file, await box.object(s3_key));
    await runGit(["clone", "--quiet", "--mirror", file, clone]);
    await runGit(["-C", clone, "fsck", "--full", "--strict"]);
    const refs = (directory: string) =>
      runGit(["-C", directory, "for-each-ref", "--format=%(objectname) %(objecttype) %(refname) %(*objectname)"]);
    expect(await refs(clone), repo).toBe(await refs(box.sourceOf(repo)));
    expect(await runGit(["-C", clone, "symbolic-ref", "HEAD"]), repo).toBe(`refs/heads/${default_branch}\n`);
    await rm(clone, { recursive: true });
  }
}, 120_000);

test("bundles stand where InfraHouse puts them, and the replica has the same keys", async () => {
  const manifest = await box.newestManifest();
  expect(manifest.snapshot).toBe(new Date().toISOString().slice(0, 10));
  expect(await box.keys()).toContain(`github-backup/${manifest.snapshot}/acme/web.bundle`);
});

test("one failing repository does not stop the others, is named with its reason, and is published as 1 failure", async () => {
  await box.fault("github", {
    match: { path: "^/acme/billing\\.git/" },
    action: { kind: "status", status: 500 },
    times: 0,
  });
  const run = await box.worker(["backup"], { variables: { CONCURRENCY: "4" } });
  expect(run.exitCode).toBe(1);
  const manifest = await box.newestManifest();
  expect(manifest.snapshot).toMatch(/T\d{6}Z$/);
  expect(manifest.totals).toMatchObject({ failed: 1, captured: 0, unchanged: DEMO_REPOSITORIES.length - 3 });
  expect(manifest.repos.find((each) => each.repo === "acme/billing")).toMatchObject({
    outcome: "failed",
    reason: { code: "github-unreachable" },
    last_good_snapshot: new Date().toISOString().slice(0, 10),
  });
  expect(await latest(METRICS.backupFailure)).toBe(1);
});

test("what changed is captured as an increment of its change; the rest costs one request and no byte", async () => {
  const { snapshot } = await box.newestManifest();
  await box.commit("acme/ledger");
  const run = await box.worker(["backup"]);
  expect(run.exitCode, run.output).toBe(0);
  const manifest = await box.newestManifest();
  expect(manifest.totals).toMatchObject({ captured: 1, failed: 0 });
  expect(manifest.previous?.snapshot).toBe(snapshot);
  const entry = manifest.repos.find((each) => each.repo === "acme/ledger");
  expect(entry).toMatchObject({
    outcome: "captured",
    changes: { created: 0, deleted: 0, moved: 1 },
    chain: [{ kind: "full" }, { kind: "incremental" }],
  });
  expect(manifest.totals.stored_bytes).toBe(entry?.size_bytes);
  expect(entry?.size_bytes).toBeLessThan(3000);
});

test("a transfer that breaks off is tried again and ends whole; nothing half is left", async () => {
  await box.commit("acme/media-archive", "refs/heads/main", 12_000_000);
  await box.fault("github", {
    match: { path: "^/acme/media-archive\\.git/git-upload-pack" },
    action: { kind: "reset", afterBytes: 9_000_000 },
    skip: 1,
    times: 1,
  });
  const run = await box.worker(["backup"]);
  expect(run.exitCode).toBe(0);
  expect(
    run.events.some((each) => each.event === "capture-retry" && each.message.startsWith("acme/media-archive")),
  ).toBe(true);
  const entry = (await box.newestManifest()).repos.find((each) => each.repo === "acme/media-archive");
  const bundle = await box.object(entry?.s3_key ?? "");
  expect(bundle.length).toBe(entry?.size_bytes);
});

test("when the answer to the manifest's put is lost, the run still knows that it succeeded", async () => {
  await box.fault("s3", {
    match: { method: "PUT", path: "/manifest\\.json" },
    action: { kind: "reset", afterBytes: 0 },
    times: 1,
  });
  const run = await box.worker(["backup"]);
  expect(run.exitCode, run.output).toBe(0);
});

test("stopped by SIGTERM it writes no manifest and says so", async () => {
  await box.commit("acme/media-archive", "refs/heads/main", 3_000_000);
  await box.fault("github", {
    match: { path: "^/acme/media-archive\\.git/git-upload-pack" },
    action: { kind: "slow", bytesPerSecond: 100_000 },
    times: 0,
  });
  const before = (await box.keys()).filter((key) => key.endsWith("manifest.json"));
  const run = await box.worker(["backup"], { onStart: (kill) => void setTimeout(() => kill("SIGTERM"), 2500) });
  expect(run.exitCode).toBe(143);
  expect(run.events.at(-1)).toMatchObject({ event: "stopped" });
  expect((await box.keys()).filter((key) => key.endsWith("manifest.json"))).toEqual(before);
});

describe("in the InfraHouse container's place", () => {
  const five = {
    RECORDS_BUCKET: undefined,
    REPLICA_BUCKET: undefined,
    REPLICA_REGION: undefined,
    REPLICA_ENDPOINT_URL: undefined,
    RESTORE_APP_ID: undefined,
    RESTORE_APP_KEY_SECRET_ARN: undefined,
    AWS_REGION: undefined,
    GITHUB_APP_INSTALLATION_ID: "5001",
  };

  test("with its variables and its four permissions only, it does the whole job and says what it cannot do", async () => {
    const run = await box.worker(["backup"], { principal: DROP_IN_PRINCIPAL, variables: five });
    expect(run.exitCode, run.output).toBe(0);
    const said = run.events.map((each) => each.event);
    expect(said).toContain("no-records");
    expect(said).toContain("no-previous");
    expect((await box.newestManifest()).totals.captured).toBe(DEMO_REPOSITORIES.length - 2);
  });

  test("a wrong App key or installation is a failure with a hint, and is published", async () => {
    const run = await box.worker(["backup"], { variables: { ...five, GITHUB_APP_INSTALLATION_ID: "999" } });
    expect(run.exitCode).toBe(66);
    expect(run.events.at(-1)).toMatchObject({
      event: "run-failed",
      message: expect.stringContaining("installation 999"),
    });
    const missing = await box.worker(["backup"], { variables: { GITHUB_APP_KEY_SECRET_ARN: "no/such/secret" } });
    expect(missing.events.at(-1)?.message).toContain("no/such/secret");
  });

  test("settings that are missing are all named, with exit code 78", async () => {
    const run = await box.worker(["backup"], { variables: { S3_BUCKET: "", GITHUB_APP_ID: "x" } });
    expect(run.exitCode).toBe(78);
    expect(run.output).toMatch(
      /S3_BUCKET is missing.*GITHUB_APP_ID is wrong|GITHUB_APP_ID is wrong.*S3_BUCKET is missing/s,
    );
  });
});

test("no token and no key stands in a log, a record, a manifest or any file of a run", async () => {
  const key =
    (await readFile(path.join(box.sandbox.dataDir, "github", "holdfast-backup.pem"), "utf8")).split("\n")[5] ?? "";
  const places = ["s3", "aws"].map((each) => path.join(box.sandbox.dataDir, each));
  const files = (
    await Promise.all(places.map((place) => readdir(place, { recursive: true, withFileTypes: true })))
  ).flat();
  let searched = 0;
  for (const file of files) {
    // The secret store holds the key: that is its work.
    if (!file.isFile() || /secret/.test(file.name) || file.name.endsWith(".bin")) continue;
    const text = await readFile(path.join(file.parentPath, file.name), "latin1");
    expect(text, file.name).not.toMatch(/gh[a-z]_[A-Za-z0-9]{20}/);
    expect(text.includes(key), file.name).toBe(false);
    searched += 1;
  }
  expect(searched).toBeGreaterThan(50);
  expect(first.output).not.toMatch(/gh[a-z]_[A-Za-z0-9]{20}/);
});
