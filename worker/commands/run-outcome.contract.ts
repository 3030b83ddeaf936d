// What a run says of itself at its end is true, also when something goes wrong after the snapshot was complete.
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { ATTEMPTS } from "@/lib/domain/backoff";
import { runRecordKey } from "@/lib/domain/bucket-keys";
import { runId } from "@/lib/domain/ids-schema";
import { METRICS } from "@/lib/domain/metrics";
import type { RunRecord } from "@/lib/domain/run";
import { runRecord } from "@/lib/domain/run-schema";
import { BUCKETS } from "@/sandbox/names";
import { metricValues } from "@/sandbox/testing/metric-values";
import { TestSandbox } from "@/sandbox/testing/test-sandbox";

let box: TestSandbox;
beforeAll(async () => {
  const history = { commits: 4 };
  box = await TestSandbox.start([
    { name: "one", description: "", history },
    { name: "two", description: "", history },
  ]);
});
afterEach(() => box.clearFaults());
afterAll(() => box.stop());

async function newestRecord(): Promise<RunRecord> {
  const run = runId.parse((await box.newestManifest()).run?.id);
  return runRecord.parse(JSON.parse((await box.object(runRecordKey(run), BUCKETS.records)).toString()));
}

const withoutMetrics = () =>
  box.fault("aws", {
    match: { operation: "cloudwatch:PutMetricData" },
    action: { kind: "status", status: 403, body: '{"__type":"AccessDenied","message":"as asked for"}' },
    times: 0,
  });

test("a snapshot whose metrics cannot be published is a success with a warning, and exit code 69", async () => {
  await withoutMetrics();
  const run = await box.worker(["backup"]);
  expect(run.exitCode, run.output).toBe(69);
  const { snapshot, totals } = await box.newestManifest();
  expect(totals).toMatchObject({ captured: 2, failed: 0 });
  const record = await newestRecord();
  expect(record).toMatchObject({ state: "succeeded", phase: "done", snapshot, outcomes: { captured: 2 } });
  expect(record.error).toBeUndefined();
  expect(record.warnings?.join()).toMatch(new RegExp(`snapshot ${snapshot} is complete.*metrics`));
  expect(run.events.find(({ event }) => event === "metrics-missing")).toMatchObject({ level: "error" });
  expect(run.events.at(-1)).toMatchObject({ event: "finished" });
});

test("when a repository failed besides, that is what the state and the exit code tell", async () => {
  await withoutMetrics();
  const path = "^/acme/one\\.git/";
  await box.fault("github", { match: { path }, action: { kind: "status", status: 403, body: "no" }, times: 0 });
  await box.fault("github", {
    match: { path: "^/acme/two\\.git/" },
    action: { kind: "status", status: 404 },
    times: 0,
  });
  const run = await box.worker(["backup"]);
  expect(run.exitCode, run.output).toBe(1);
  const record = await newestRecord();
  expect(record).toMatchObject({ state: "partial", outcomes: { failed: 1, unavailable: 1 }, failure_count: 2 });
  expect(record.warnings).toHaveLength(1);
});

test("a repository that GitHub failed over again and again gets one more chance when the others are done", async () => {
  const match = { path: "^/acme/one\\.git/" };
  await box.fault("github", { match, action: { kind: "status", status: 502 }, times: ATTEMPTS });
  const run = await box.worker(["backup"], { variables: { RETRY_PAUSE_MS: "10" } });
  expect(run.exitCode, run.output).toBe(0);
  expect(run.events.filter(({ event }) => event === "once-more")).toHaveLength(1);
  expect(await newestRecord()).toMatchObject({ state: "succeeded", failure_count: 0 });
});

test("where nothing came through, nothing is tried once more", async () => {
  await box.fault("github", { match: { path: "\\.git/" }, action: { kind: "status", status: 502 }, times: 0 });
  const run = await box.worker(["backup"], { variables: { RETRY_PAUSE_MS: "10" } });
  expect(run.exitCode).toBe(1);
  expect(run.output).not.toContain("once-more");
});

test("without anything of the kind there is no warning, and the metrics are there", async () => {
  const run = await box.worker(["backup"]);
  expect(run.exitCode, run.output).toBe(0);
  expect((await newestRecord()).warnings).toBeUndefined();
  expect((await metricValues(box.urls.aws, METRICS.backupSuccess))[0]).toBe(2);
  expect((await metricValues(box.urls.aws, METRICS.repositoriesVanished))[0]).toBe(0);
});

test.each([
  [["--snapshot", "16.4.2026"], "--snapshot: must be written like 2026-04-16 or 2026-04-16T103000Z"],
  [["--snapshot", "2026-04-16"], "--repository is missing"],
  [["--snapshot", "2026-04-16", "--repository", "web"], "--repository: must be written like acme/web"],
])("%j is answered with an example, not with a pattern", async (args, words) => {
  const run = await box.worker(["restore", ...args]);
  expect(run.exitCode).toBe(64);
  expect(run.events.at(-1)?.message).toBe(`the request is not valid: ${words}`);
});
