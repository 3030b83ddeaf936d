// A whole backup while GitHub asks for patience, revokes tokens, falls silent; and while S3 slows down.
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { RUNS_PREFIX } from "@/lib/domain/bucket-keys";
import type { RunRecord } from "@/lib/domain/run";
import { runRecord } from "@/lib/domain/run-schema";
import { BUCKETS } from "@/sandbox/names";
import type { DemoRepository } from "@/sandbox/seed/demo-fleet";
import type { FaultInput, FaultRule } from "@/sandbox/shared/faults";
import { TestSandbox, type WorkerResult } from "@/sandbox/testing/test-sandbox";

const COUNT = 24;
const FLEET = Array.from(
  { length: COUNT },
  (_, index): DemoRepository => ({
    name: `r${index}`,
    description: "",
    history: { commits: 10, releases: 1, pulls: 0 },
  }),
);
const git = { operation: "upload-pack" };
const fetches = { ...git, body: "command=fetch" };
const mints = { operation: "POST /app/installations/{id}/access_tokens" };

let box: TestSandbox;
beforeAll(async () => {
  box = await TestSandbox.start(FLEET);
});
afterEach(() => box.clearFaults());
afterAll(() => box.stop());

const github = (rule: FaultInput) => box.fault("github", { times: 0, ...rule });
const hits = async (id: string) => {
  const answer = await fetch(`${box.urls.github}/_sandbox/faults`);
  const { faults } = (await answer.json()) as { faults: FaultRule[] };
  return faults.find((each) => each.id === id)?.hits ?? 0;
};
const said = (run: WorkerResult, event: string) => run.events.filter((each) => each.event === event);
const record = async (): Promise<RunRecord> => {
  const keys = (await box.keys(BUCKETS.records, RUNS_PREFIX)).filter((key) => key.endsWith("/run.json"));
  const all = keys.map(async (key) => runRecord.parse(JSON.parse((await box.object(key, BUCKETS.records)).toString())));
  // Not the last key: of two runs begun in one second chance decides which that is.
  const [newest] = (await Promise.all(all)).sort((a, b) => (b.started_at ?? "").localeCompare(a.started_at ?? ""));
  if (!newest) throw new Error("there is no record yet");
  return newest;
};
/** Every repository has something new, so that every one is fetched. */
const commitEverywhere = async () => {
  for (const { name } of FLEET) await box.commit(`acme/${name}`);
};
const expectAllSafe = async (run: WorkerResult) => {
  expect(run.exitCode, run.output).toBe(0);
  const { totals } = await box.newestManifest();
  expect(totals.captured + totals.unchanged).toBe(COUNT);
};

test("told to wait, all streams wait and say so, go on with fewer at a time, and nothing is lost", async () => {
  await commitEverywhere();
  await github({ match: fetches, action: { kind: "status", status: 429, headers: { "retry-after": "3" } }, times: 5 });
  let seen: RunRecord | undefined;
  const running = box.worker(["backup"], { variables: { CONCURRENCY: "8" } });
  let ended = false;
  void running.then(() => (ended = true));
  while (!ended && !seen) {
    const now = await record().catch(() => undefined);
    if (now?.waiting) seen = now;
    await sleep(100);
  }
  const run = await running;
  expect(seen?.waiting?.accounts, run.output).toEqual(["acme"]);
  await expectAllSafe(run);
  expect(said(run, "rate-limit")[0]?.message).toMatch(/^waiting for GitHub's rate limit until \d\d:\d\d UTC: acme$/);
  expect(said(run, "pace")[0]?.message).toMatch(/^4 repositories at a time/);
  expect(said(run, "capture-retry")).toEqual([]);
  const last = await record();
  expect(last.waiting).toBeUndefined();
  expect(last.github).toMatchObject({ refusals: 5, budgets: [{ account: "acme", limit: 5000 }] });
  expect(last.github?.git_requests).toBe(2 * COUNT + 5);
});

test("the requests of the run and what is left of the hour are one line of the log", async () => {
  const run = await box.worker(["backup"]);
  await expectAllSafe(run);
  expect(said(run, "github-requests")[0]?.message).toMatch(
    /^GitHub requests: 24 git, \d REST; REST budget 4,9\d\d of 5,000 left until \d\d:\d\d UTC$/,
  );
});

test("tokens revoked in the middle of the run cost one renewal and no repository", async () => {
  await commitEverywhere();
  await github({ id: "mints", match: mints, action: { kind: "watch" } });
  await github({ id: "begun", match: fetches, action: { kind: "watch" } });
  await github({ match: git, action: { kind: "delay", ms: 100 } });
  const running = box.worker(["backup"], { variables: { CONCURRENCY: "6" } });
  while ((await hits("begun")) < 4) await sleep(20);
  await fetch(`${box.urls.github}/_sandbox/tokens`, { method: "POST", body: '{"expireAll":true}' });
  await expectAllSafe(await running);
  expect(await hits("mints")).toBe(2);
});

test("a limit that lasts for hours ends the run at once, with the time until when", async () => {
  const reset = Math.ceil(Date.now() / 1000) + 3 * 3600;
  const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(reset) };
  await github({ match: { path: "/installation/repositories" }, action: { kind: "status", status: 403, headers } });
  const run = await box.worker(["backup"]);
  expect(run.exitCode, run.output).toBe(75);
  const until = new Date(reset * 1000).toISOString().slice(0, 13);
  expect((await record()).error).toMatchObject({
    code: "github-rate-limited",
    message: expect.stringContaining(until),
  });
});

test("SIGTERM ends a wait of an hour", async () => {
  const headers = { "retry-after": "3600" };
  await github({ id: "asked", match: git, action: { kind: "status", status: 429, headers } });
  const run = await box.worker(["backup"], {
    onStart: async (kill) => {
      while ((await hits("asked")) === 0) await sleep(50);
      setTimeout(() => kill("SIGTERM"), 500);
    },
  });
  expect(run.exitCode, run.output).toBe(143);
  expect(await record()).toMatchObject({ state: "stopped" });
  expect((await record()).waiting).toBeUndefined();
});

test("a transfer that falls silent is broken off and tried again", async () => {
  await box.commit("acme/r3", "refs/heads/main", 200_000);
  await github({ match: { ...fetches, path: "/r3" }, action: { kind: "stall", afterBytes: 50_000 }, times: 1 });
  const run = await box.worker(["backup"], { variables: { GIT_IDLE_TIMEOUT_SECONDS: "1" } });
  await expectAllSafe(run);
  expect(said(run, "capture-retry")[0]?.message).toContain("nothing was received for 1 s");
});

test("an outage of some seconds halves the streams, and costs no repository", async () => {
  await commitEverywhere();
  await github({ match: git, action: { kind: "status", status: 502 }, times: 7 });
  const run = await box.worker(["backup"], { variables: { CONCURRENCY: "4", RETRY_PAUSE_MS: "200" } });
  await expectAllSafe(run);
  const limits = said(run, "pace").map(({ message }) => message.slice(0, 1));
  expect(limits).toEqual(["2", "1", "2", "3", "4"]);
});

test("S3 that slows down is given time, and each retry is told", async () => {
  await commitEverywhere();
  const body = "<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>";
  const action = { kind: "status", status: 503, body };
  await box.fault("s3", { match: { method: "PUT", path: "/r7-?.*\\.bundle" }, action, times: 4 });
  const run = await box.worker(["backup"]);
  await expectAllSafe(run);
  expect(said(run, "storage-retry").length, run.output).toBe(4);
  expect(said(run, "storage-retry")[0]?.message).toContain("SlowDown");
  expect(said(run, "capture-retry")).toEqual([]);
});
