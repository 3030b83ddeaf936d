import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { ListMultipartUploadsCommand } from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { EXPORTS_PREFIX, exportKey, receiptKey, runRecordKey } from "@/lib/domain/bucket-keys";
import { newRunId, type RunId } from "@/lib/domain/ids";
import { repositoryName } from "@/lib/domain/ids-schema";
import { receipt } from "@/lib/domain/receipt";
import { runRecord } from "@/lib/domain/run-schema";
import { BUCKETS } from "@/sandbox/names";
import { ROLE_PRINCIPALS } from "@/sandbox/roles";
import { runGit } from "@/sandbox/seed/fast-import";
import type { WorkerResult } from "@/sandbox/testing/test-sandbox";
import { headOf, refsOf, ThreeDays } from "../testing/three-days";

const principal = ROLE_PRINCIPALS.find((each) => each.name === "holdfast-restore-task");
let world: ThreeDays;
let scratch: string;
let count = 0;

beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), "holdfast-export-"));
  world = await ThreeDays.start();
});
afterEach(() => world.box.clearFaults());
afterAll(async () => {
  await rm(scratch, { recursive: true, force: true });
  await world.stop();
});

/** Runs the export of one repository as the restore task, without any App. */
async function exportOf(
  repository: string,
  snapshot: string = world.newest.manifest.snapshot,
  onStart?: (kill: (signal: NodeJS.Signals) => void) => void,
): Promise<{ run: RunId; result: WorkerResult; key: string }> {
  count += 1;
  const run = newRunId(new Date(), `exp${String(count).padStart(3, "0")}`);
  const variables = { RUN_ID: run, RESTORE_APP_ID: "", RESTORE_APP_KEY_SECRET_ARN: "", RETRY_PAUSE_MS: "10" };
  const args = ["restore", "--snapshot", snapshot, "--repository", repository, "--export"];
  const result = await world.box.worker(args, { principal, variables, onStart });
  return { run, result, key: exportKey(run, repositoryName.parse(repository)) };
}

const record = (name: string) => world.box.object(name, BUCKETS.records);

/** `git clone --mirror` of the download, as a person does it. */
async function cloneOf(bytes: Buffer): Promise<string> {
  const [file, directory] = [path.join(scratch, `${count}.bundle`), path.join(scratch, `${count}.git`)];
  await writeFile(file, bytes);
  await runGit(["clone", "--quiet", "--mirror", file, directory]);
  return directory;
}

test.each(["acme/storefront", "acme/git-torture", "acme/sha256-trial"])(
  "the chain of %s becomes one bundle that a clone takes every ref and the HEAD from",
  async (repository) => {
    expect(world.entry(repository).chain.length).toBe(3);
    const { run, result, key } = await exportOf(repository);
    expect(result.exitCode, result.output).toBe(0);
    const bytes = await record(key);
    const clone = await cloneOf(bytes);
    expect(refsOf(clone)).toBe(world.newest.refs.get(repository));
    expect(await headOf(clone)).toBe(`refs/heads/${world.entry(repository).default_branch}`);
    await runGit(["-C", clone, "fsck", "--full", "--strict"]);

    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const { restore } = runRecord.parse(JSON.parse((await record(runRecordKey(run))).toString()));
    expect(restore?.artefact).toMatchObject({ key, size_bytes: bytes.length, sha256 });
    expect(restore?.restored).toMatchObject([{ repository, state: "done", receipt: receiptKey(run) }]);
    const kept = receipt.parse(JSON.parse((await record(receiptKey(run))).toString()));
    expect(kept.artefact).toEqual({
      bucket: BUCKETS.records,
      key,
      versionId: restore?.artefact?.version_id,
      sizeBytes: bytes.length,
      sha256,
    });
    const refs = refsOf(clone).trim().split("\n").length;
    expect(kept).toMatchObject({ kind: "export", counts: { equal: refs, missing: 0, different: 0, skipped: 0 } });
  },
);

test("a chain of one bundle is given as it is", async () => {
  const [link, ...others] = world.entry("acme/billing").chain;
  expect(others).toEqual([]);
  const { result, key } = await exportOf("acme/billing");
  expect(result.exitCode, result.output).toBe(0);
  expect((await record(key)).equals(await world.box.object(link?.s3_key ?? ""))).toBe(true);
});

test("the command it tells fetches the bundle and clones it", async () => {
  const { result, key } = await exportOf("acme/storefront");
  const { message = "" } = result.events.find((each) => each.event === "finished") ?? {};
  const [, fetch, clone = ""] = /; (aws .*) && (git clone .*)$/.exec(message) ?? [];
  expect(fetch).toContain(`--bucket ${BUCKETS.records}`);
  expect(fetch).toContain(`--key ${key}`);
  await writeFile(path.join(scratch, "storefront.bundle"), await record(key));
  execFileSync("sh", ["-c", clone], { cwd: scratch, stdio: "pipe" });
});

test("a snapshot of format 1 is exported too", async () => {
  const { result, key } = await exportOf("acme/billing", world.formatOne);
  expect(result.exitCode, result.output).toBe(0);
  expect(refsOf(await cloneOf(await record(key)))).toBe(world.newest.refs.get("acme/billing"));
});

test("when it cannot be stored the run fails, and nothing of it is in the bucket", async () => {
  const away = { match: { method: "PUT", path: EXPORTS_PREFIX }, action: { kind: "status", status: 500 }, times: 0 };
  await world.box.fault("s3", away);
  const { run, result, key } = await exportOf("acme/storefront");
  expect(result.exitCode, result.output).toBe(75);
  expect(await world.box.keys(BUCKETS.records, key)).toEqual([]);
  const ended = runRecord.parse(JSON.parse((await record(runRecordKey(run))).toString()));
  expect(ended).toMatchObject({ state: "failed", restore: { request: { kind: "export" } } });
  expect(ended.restore?.artefact).toBeUndefined();
});

test("when it is stopped while it is stored nothing of it is in the bucket, and no upload is open", async () => {
  const slow = { match: { method: "PUT", path: EXPORTS_PREFIX }, action: { kind: "delay", ms: 4000 }, times: 0 };
  await world.box.fault("s3", { id: "put", match: slow.match, action: { kind: "watch" }, times: 0 });
  await world.box.fault("s3", slow);
  const { result, key } = await exportOf("acme/storefront", undefined, (kill) => {
    const look = setInterval(async () => {
      const answer = await fetch(`${world.box.urls.s3}/_sandbox/faults`);
      const { faults } = (await answer.json()) as { faults: { id: string; hits: number }[] };
      if (!faults.some(({ id, hits }) => id === "put" && hits > 0)) return;
      clearInterval(look);
      kill("SIGTERM");
    }, 50);
  });
  expect(result.exitCode, result.output).toBe(143);
  await world.box.clearFaults();
  expect(await world.box.keys(BUCKETS.records, key)).toEqual([]);
  const open = await world.box.s3.send(new ListMultipartUploadsCommand({ Bucket: BUCKETS.records }));
  expect(open.Uploads ?? []).toEqual([]);
});

test("exports are gone after some days, versions and all; receipts stay", async () => {
  const { key, run } = await exportOf("acme/billing");
  const now = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  const apply = (days: number) => fetch(`${world.box.urls.s3}/_sandbox/lifecycle?now=${now(days)}`, { method: "POST" });
  await apply(2);
  expect(await world.box.keys(BUCKETS.records, EXPORTS_PREFIX)).toContain(key);
  await apply(5);
  expect(await world.box.keys(BUCKETS.records, EXPORTS_PREFIX)).toEqual([]);
  expect(await world.box.keys(BUCKETS.records, receiptKey(run))).toHaveLength(1);
});
