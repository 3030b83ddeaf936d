// What others write is shown as the text it is: a console on buckets whose every text is a script, in a real browser.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect, type Page, test } from "@playwright/test";
import { bundleKey, DEFAULT_ROOT, manifestKey, runRecordKey, WATCH_REPORT_KEY } from "@/lib/domain/bucket-keys";
import { newRunId } from "@/lib/domain/ids";
import { repositoryName, snapshotId } from "@/lib/domain/ids-schema";
import { sampleEntry, sampleManifest } from "@/lib/testing/sample-manifest";
import type { ConsoleProcess } from "@/sandbox/console-process";
import { REGION } from "@/sandbox/names";
import { provisionBucket } from "@/sandbox/provision-buckets";
import { FastImport, runGit } from "@/sandbox/seed/fast-import";
import { ADMIN } from "@/sandbox/shared/principals";
import { startConsoleOn } from "./own-console";
import { signIn } from "./person";
import { urls } from "./servers";

const BACKUPS = "hostile-backups";
const RECORDS = "hostile-records";
const SCRIPT = '<img src=x onerror="window.harmed=1"><script>window.harmed=1</script>';
/** A branch's name has no blanks, and may have all of the rest. */
const BRANCH = "<img/src=x/onerror=window.harmed=1>";
const REPOSITORY = repositoryName.parse("acme/hostile");

const now = new Date();
const SNAPSHOT = snapshotId.parse(now.toISOString().slice(0, 10));
const RUN = newRunId(now, "h0st1l");
const problem = { code: "git-remote-error" as const, message: `the git server said: ${SCRIPT}`, hint: SCRIPT };
const anomaly = { kind: "wiped" as const, message: `it was replaced: ${SCRIPT}`, refs: [BRANCH], count: 1 };

let hostile: ConsoleProcess;
let s3: S3Client;

test.beforeAll(async () => {
  s3 = new S3Client({ endpoint: urls().s3, region: REGION, credentials: ADMIN });
  for (const bucket of [BACKUPS, RECORDS]) await provisionBucket(s3, bucket, []);
  await put(BACKUPS, bundleKey(DEFAULT_ROOT, SNAPSHOT, REPOSITORY, "full"), await bundle());
  await put(BACKUPS, manifestKey(DEFAULT_ROOT, SNAPSHOT), JSON.stringify(manifest()));
  await put(RECORDS, runRecordKey(RUN), JSON.stringify(record()));
  await put(RECORDS, WATCH_REPORT_KEY, JSON.stringify(watch()));
  hostile = await startConsoleOn({ name: "hostile", backups: BACKUPS, records: RECORDS });
});
test.afterAll(async () => {
  await hostile.close();
  s3.destroy();
});

const put = (Bucket: string, Key: string, Body: Buffer | string) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body }));

/** Its branch, its commit and its author are scripts as well. */
async function bundle(): Promise<Buffer> {
  const directory = await mkdtemp(path.join(tmpdir(), "holdfast-e2e-hostile-"));
  const repository = path.join(directory, "r.git");
  await runGit(["init", "--quiet", "--bare", "-b", BRANCH, repository]);
  const stream = new FastImport();
  const files = { "index.html": SCRIPT };
  stream.commit({
    ref: `refs/heads/${BRANCH}`,
    message: SCRIPT,
    author: "Mallory",
    time: 1_750_000_000,
    parents: [],
    files,
  });
  await stream.writeTo(repository);
  await runGit(["-C", repository, "bundle", "create", "--quiet", path.join(directory, "b"), "--all"]);
  const bytes = await readFile(path.join(directory, "b"));
  await rm(directory, { recursive: true });
  return bytes;
}

function manifest() {
  const s3_key = bundleKey(DEFAULT_ROOT, SNAPSHOT, REPOSITORY, "full");
  const more = {
    id: 7,
    default_branch: BRANCH,
    description: SCRIPT,
    homepage: "javascript:window.harmed=1",
    topics: [SCRIPT],
    anomalies: [anomaly],
    warnings: [SCRIPT],
    chain: [{ s3_key, kind: "full" as const, size_bytes: 300 }],
  };
  const failed = sampleEntry("acme/broken", "failed", { id: 8, description: SCRIPT, reason: problem });
  return sampleManifest(SNAPSHOT, [sampleEntry(REPOSITORY, "captured", more), failed], now.toISOString());
}

function record() {
  const at = now.toISOString();
  const failures = [{ repo: "acme/broken", outcome: "failed", ...problem }];
  const anomalies = [{ kind: "wiped", message: anomaly.message, repo: REPOSITORY }];
  const common = {
    version: 1,
    id: RUN,
    kind: "backup",
    state: "partial",
    trigger: "manual",
    actor: SCRIPT,
    phase: SCRIPT,
  };
  const times = { requested_at: at, started_at: at, finished_at: at, updated_at: at };
  const found = { failures, failure_count: 1, anomalies, anomaly_count: 1, warnings: [SCRIPT], error: problem };
  return { ...common, ...times, ...found, snapshot: SNAPSHOT, outcomes: { captured: 1, failed: 1 } };
}

function watch() {
  const safe = { snapshot: SNAPSHOT, at: now.toISOString() };
  const rows = [{ id: 8, repo: "acme/broken", state: "failing", outcome: "failed", reason: problem, safe }];
  const replica = { state: "unconfigured" };
  return { version: 1, at: now.toISOString(), snapshot: safe, counts: { failing: 1 }, replica, rows };
}

/** Nothing of it became a part of the page, and nothing ran. */
async function expectHarmless(page: Page): Promise<void> {
  expect(await page.evaluate(() => (window as { harmed?: number }).harmed)).toBeUndefined();
  await expect(page.locator('img[src="x"], [onerror], a[href^="javascript:" i]')).toHaveCount(0);
  expect(await page.evaluate(() => [...document.scripts].filter(({ text }) => text === "window.harmed=1").length)).toBe(
    0,
  );
}

test("every page shows it as text", async ({ page }) => {
  page.on("dialog", (dialog) => {
    throw new Error(`a script asked: ${dialog.message()}`);
  });
  await signIn(page, "omar", hostile.url);
  const visits: [address: string, shows: string][] = [
    ["/", REPOSITORY],
    ["/repositories", "acme/broken"],
    ["/runs", SCRIPT],
    [`/runs/${RUN}`, SCRIPT],
    [`/snapshots/${SNAPSHOT}`, SCRIPT],
    [`/snapshots/${SNAPSHOT}?entry=acme/broken`, SCRIPT],
    [`/snapshots/${SNAPSHOT}?entry=${REPOSITORY}`, BRANCH],
    [`/restore?snapshot=${SNAPSHOT}&source=primary&repository=${REPOSITORY}&step=review`, REPOSITORY],
  ];
  for (const [address, shows] of visits) {
    await page.goto(`${hostile.url}${address}`);
    await expect(page.getByText(shows).first(), address).toBeVisible();
    await expectHarmless(page);
  }
});

test("its branches are listed by their names, and the manifest is no page", async ({ page }) => {
  await signIn(page, "omar", hostile.url);
  const query = new URLSearchParams({ snapshot: SNAPSHOT, source: "primary", repository: REPOSITORY });
  const refs = await page.request.get(`${hostile.url}/api/restore/refs?${query}`);
  expect(await refs.text()).toContain(JSON.stringify(`refs/heads/${BRANCH}`).slice(1, -1));
  const answer = await page.goto(`${hostile.url}/api/snapshots/${SNAPSHOT}/manifest?side=primary`);
  expect(answer?.headers()["content-type"]).toMatch(/^(application\/json|text\/plain)/);
  await expectHarmless(page);
});
