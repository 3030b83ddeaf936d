// What a person holds is copied by S3, whole or not claimed, and every repository's end is told. Runs as the hold task's role.
import type { ChildProcess } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DeleteObjectCommand, ListObjectVersionsCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { holdBundleKey, holdFileKey, holdPrefix, runRecordKey } from "@/lib/domain/bucket-keys";
import { parseHoldFile } from "@/lib/domain/hold";
import { newRunId, type RunId } from "@/lib/domain/ids";
import type { Manifest, ManifestEntry } from "@/lib/domain/manifest";
import type { RunRecord } from "@/lib/domain/run";
import { runRecord } from "@/lib/domain/run-schema";
import { BUCKETS } from "@/sandbox/names";
import { runGit } from "@/sandbox/seed/fast-import";
import { TestSandbox, type WorkerResult } from "@/sandbox/testing/test-sandbox";

const ROOT = "github-backup";
const WHY = "litigation, case 4711";
const IMPATIENT = { RETRY_PAUSE_MS: "20", STOP_PATIENCE_SECONDS: "2" };

let box: TestSandbox;
let manifest: Manifest;
let made = 0;

beforeAll(async () => {
  const history = { commits: 6, releases: 1, pulls: 1 };
  const names = ["web", "api", "docs", "billing", "auth", "broken"];
  box = await TestSandbox.start([
    ...names.map((name) => ({ name, description: "", history })),
    { name: "nothing", description: "", special: "empty" },
  ]);
  await backup();
  for (const name of names.slice(0, -1)) await box.commit(`acme/${name}`);
  await box.commit("acme/broken");
  await box.fault("github", {
    match: { path: "/acme/broken\\.git" },
    action: { kind: "status", status: 500 },
    times: 0,
  });
  manifest = await backup();
  await box.clearFaults();
}, 120_000);
afterEach(() => box.clearFaults());
afterAll(() => box.stop());

async function backup(): Promise<Manifest> {
  const run = await box.worker(["backup"], { variables: IMPATIENT });
  if (![0, 1].includes(run.exitCode ?? -1)) throw new Error(run.output);
  return box.newestManifest();
}

interface HoldRun extends WorkerResult {
  id: RunId;
  record: RunRecord;
}

async function hold(args: string[], onStart?: (child: ChildProcess) => void): Promise<HoldRun> {
  made += 1;
  const id = newRunId(new Date(), `h${String(made).padStart(5, "0")}`);
  const run = await box.worker(["hold", ...args], {
    variables: { ...IMPATIENT, RUN_ID: id },
    onStart: (_, child) => onStart?.(child),
  });
  return { ...run, id, record: await recordOf(id) };
}
const named = (...names: string[]) => [
  ...["--snapshot", manifest.snapshot, "--why", WHY],
  ...names.flatMap((name) => ["--repository", `acme/${name}`]),
];
const recordOf = async (id: RunId) =>
  runRecord.parse(JSON.parse((await box.object(runRecordKey(id), BUCKETS.records)).toString()));
const itemOf = ({ record }: HoldRun, name: string) => record.hold?.items?.find(({ repo }) => repo === `acme/${name}`);

function entryOf(name: string): ManifestEntry {
  const entry = manifest.repos.find(({ repo }) => repo === `acme/${name}`);
  if (!entry) throw new Error(`no ${name} in ${manifest.snapshot}`);
  return entry;
}
const prefixOf = (name: string) => holdPrefix(ROOT, entryOf(name), manifest.snapshot);
const holdFile = async (name: string) =>
  parseHoldFile((await box.object(holdFileKey(prefixOf(name)))).toString("utf8"));
const below = async (name: string) =>
  (await box.keys(BUCKETS.backups, prefixOf(name))).map((key) => key.slice(prefixOf(name).length));
async function versionsBelow(name: string): Promise<number> {
  const command = new ListObjectVersionsCommand({ Bucket: BUCKETS.backups, Prefix: prefixOf(name) });
  return (await box.s3.send(command)).Versions?.length ?? 0;
}
async function until(done: () => Promise<boolean>): Promise<void> {
  while (!(await done())) await sleep(20);
}

test("a repository is held: the same bytes in the order of the chain, with who asked for it and why, and stock git rebuilds it", async () => {
  const run = await hold(named("web"));
  expect(run.exitCode, run.output).toBe(0);
  expect(run.record).toMatchObject({
    ...{ kind: "hold", state: "succeeded", phase: "done", snapshot: manifest.snapshot },
    hold: { counts: { held: 1, renewed: 0, already: 0, nothing: 0, failed: 0 } },
    progress: { done: 1, total: 1, current: [] },
  });
  const { chain, id } = entryOf("web");
  expect(chain.length).toBe(2);
  expect(itemOf(run, "web")).toMatchObject({ state: "held", prefix: prefixOf("web"), placed_at: expect.any(String) });
  for (const [index, link] of chain.entries())
    expect(await box.object(holdBundleKey(prefixOf("web"), index))).toEqual(await box.object(link.s3_key));
  expect(await holdFile("web")).toMatchObject({
    ...{ version: 1, repo: "acme/web", id, snapshot: manifest.snapshot, run: run.id },
    why: [{ kind: "asked", message: WHY, by: "command line", run: run.id }],
  });

  const directory = await mkdtemp(path.join(tmpdir(), "holdfast-held-"));
  const files = chain.map((_, index) => path.join(directory, `${index}.bundle`));
  for (const [index, file] of files.entries())
    await writeFile(file, await box.object(holdBundleKey(prefixOf("web"), index)));
  const git = path.join(directory, "web.git");
  await runGit(["clone", "--quiet", "--mirror", files[0] ?? "", git]);
  for (const file of files) await runGit(["-C", git, "fetch", "--quiet", "--prune", file, "+refs/*:refs/*"]);
  const main = (repository: string) => runGit(["-C", repository, "rev-parse", "refs/heads/main"]);
  expect(await main(git)).toBe(await main(box.sourceOf("acme/web")));
  await rm(directory, { recursive: true });
});

test("held again on the same day nothing is copied, it says since when, and another reason stands beside the first", async () => {
  const first = itemOf(await hold(named("api")), "api");
  const versions = await versionsBelow("api");
  const again = await hold(named("api"));
  expect(again.exitCode, again.output).toBe(0);
  expect(itemOf(again, "api")).toMatchObject({ state: "already", placed_at: first?.placed_at });
  expect(await versionsBelow("api")).toBe(versions);

  const other = await hold(["--snapshot", manifest.snapshot, "--repository", "acme/api", "--why", "the audit"]);
  expect(itemOf(other, "api")).toMatchObject({ state: "already", placed_at: first?.placed_at });
  expect((await holdFile("api"))?.why.map(({ message }) => message)).toEqual([WHY, "the audit"]);
  expect(await versionsBelow("api")).toBe(versions + 1);
});

test("of a whole snapshot the rest is held, what is empty is told, and what failed that day names the snapshot that has it", async () => {
  const run = await hold(["--snapshot", manifest.snapshot, "--why", WHY]);
  expect(run.exitCode, run.output).toBe(1);
  expect(run.record).toMatchObject({
    state: "partial",
    error: { code: "hold-incomplete", message: "1 of 6 repositories could not be held" },
    hold: { counts: { nothing: 1, failed: 1 } },
    progress: { done: 7, total: 7 },
  });
  expect(run.record.hold?.items?.[0]).toMatchObject({
    ...{ repo: "acme/broken", state: "failed", last_good_snapshot: entryOf("broken").last_good_snapshot },
    problem: { code: "hold-has-no-bundle", hint: expect.stringContaining(`${entryOf("broken").last_good_snapshot}`) },
  });
  expect(itemOf(run, "nothing")).toMatchObject({ state: "nothing" });
  for (const name of ["web", "api", "docs", "billing", "auth"])
    expect(await below(name), name).toEqual(["0001.bundle", "0002.bundle", "hold.json"]);
  expect(await below("broken")).toEqual([]);
});

test("a bundle that is gone makes the run partial with its reason, and no hold.json claims what is not there", async () => {
  manifest = await backup();
  const Key = entryOf("docs").chain.at(-1)?.s3_key;
  const VersionId = entryOf("docs").chain.at(-1)?.version_id;
  await box.s3.send(new DeleteObjectCommand({ Bucket: BUCKETS.backups, Key, VersionId }));
  const run = await hold(named("docs", "web", "nobody"));
  expect(run.exitCode, run.output).toBe(1);
  expect(run.record).toMatchObject({ state: "partial", hold: { counts: { held: 1, failed: 2 } } });
  expect(itemOf(run, "docs")).toMatchObject({ state: "failed", problem: { code: "object-missing" } });
  expect(itemOf(run, "nobody")).toMatchObject({ state: "failed", problem: { code: "entry-missing" } });
  expect(await below("docs")).toEqual(["0001.bundle"]);
});

test("killed half way, the next run completes it and copies nothing twice", async () => {
  manifest = await backup();
  await box.fault("s3", { match: { operation: "CopyObject" }, action: { kind: "stall" }, skip: 1, times: 1 });
  const killed = box.worker(["hold", ...named("billing")], {
    variables: IMPATIENT,
    onStart: (kill) => void until(async () => (await below("billing")).length > 0).then(() => kill("SIGKILL")),
  });
  expect((await killed).signal).toBe("SIGKILL");
  expect(await below("billing")).toEqual(["0001.bundle"]);
  await box.clearFaults();

  const next = await hold(named("billing"));
  expect(next.exitCode, next.output).toBe(0);
  expect(itemOf(next, "billing")).toMatchObject({ state: "held" });
  expect(await below("billing")).toEqual(["0001.bundle", "0002.bundle", "hold.json"]);
  expect(await versionsBelow("billing")).toBe(3);
});

test("two at once hold the same, and neither's reason is lost", async () => {
  manifest = await backup();
  const reasons = ["the one", "the other"];
  const runs = await Promise.all(
    reasons.map((why) => hold(["--snapshot", manifest.snapshot, "--repository", "acme/auth", "--why", why])),
  );
  expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  expect((await holdFile("auth"))?.why.map(({ message }) => message).sort()).toEqual(reasons);
  expect(await below("auth")).toEqual(["0001.bundle", "0002.bundle", "hold.json"]);
});

test("SIGTERM ends it in good order, also where S3 hangs: what is held stays and is told, and the rest is not claimed", async () => {
  manifest = await backup();
  const path = `/${prefixOf("api")}0001`;
  await box.fault("s3", { match: { operation: "CopyObject", path }, action: { kind: "stall" }, times: 0 });
  const run = await hold(named("web", "api"), (child) => {
    void until(async () => (await below("web")).includes("hold.json")).then(() => child.kill("SIGTERM"));
  });
  expect(run.exitCode, run.output).toBe(143);
  expect(run.record).toMatchObject({ state: "stopped", error: { code: "run-stopped" }, hold: { counts: { held: 1 } } });
  expect(run.record.hold?.items?.map(({ repo }) => repo)).toEqual(["acme/web"]);
  expect(await below("api")).toEqual([]);
});

test("what the console asked for stands in the run's record, and who asked is in hold.json", async () => {
  manifest = await backup();
  const id = newRunId(new Date(), "asked0");
  const at = new Date().toISOString();
  const request = { snapshot: manifest.snapshot, repositories: ["acme/web"], why: WHY };
  const queued = { version: 1, id, kind: "hold", state: "queued", trigger: "manual", actor: "ada" };
  const Body = JSON.stringify({ ...queued, requested_at: at, updated_at: at, hold: { request } });
  await box.s3.send(new PutObjectCommand({ Bucket: BUCKETS.records, Key: runRecordKey(id), Body }));
  const run = await box.worker(["hold"], { variables: { ...IMPATIENT, RUN_ID: id } });
  expect(run.exitCode, run.output).toBe(0);
  expect(await recordOf(id)).toMatchObject({
    state: "succeeded",
    actor: "ada",
    hold: { request, counts: { held: 1 } },
  });
  expect((await holdFile("web"))?.why).toMatchObject([{ by: "ada", message: WHY }]);
});

describe("is refused", () => {
  test.each([
    [["--snapshot", "2026-04-16"], "--why is missing"],
    [["--why", "x"], "--snapshot is missing"],
    [["--snapshot", "2026-04-16", "--why", "x", "--all"], "--all is not for hold"],
    [["--snapshot", "2026-04-16", "--why", " "], "say why"],
    [["--snapshot", "2026-04-16", "--why", "x", "--repository", "x"], "--repository"],
  ])("%j", async (args, words) => {
    const run = await box.worker(["hold", ...args]);
    expect([run.exitCode, run.output]).toEqual([64, expect.stringContaining(words)]);
  });

  test("a snapshot that is not there, which the run's record says", async () => {
    const run = await hold(["--snapshot", "2020-01-01", "--why", WHY]);
    expect(run.exitCode, run.output).toBe(66);
    expect(run.record).toMatchObject({ state: "failed", error: { code: "snapshot-missing" } });
  });
});
