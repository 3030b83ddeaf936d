// Two backups at once, as two real processes.
import type { ChildProcess } from "node:child_process";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { ACTIVE_BACKUP_KEY, RUNS_PREFIX, runRecordKey } from "@/lib/domain/bucket-keys";
import { newRunId, type RunId } from "@/lib/domain/ids";
import { METRICS } from "@/lib/domain/metrics";
import { BUCKETS } from "@/sandbox/names";
import { metricValues } from "@/sandbox/testing/metric-values";
import { TestSandbox, type WorkerResult } from "@/sandbox/testing/test-sandbox";

let box: TestSandbox;
beforeAll(async () => {
  box = await TestSandbox.start([{ name: "one", description: "", history: { commits: 4 } }]);
});
afterEach(() => box.clearFaults());
afterAll(() => box.stop());

interface Process {
  ended: Promise<WorkerResult>;
  child: ChildProcess;
}

/** A worker that holds its turn at its first git request, until it is sent a signal or `ms` are over. */
async function holder(ms?: number): Promise<Process & { run: RunId }> {
  await box.fault("github", { id: "hold", match: { path: "git-upload-pack" }, action: { kind: "stall", ms } });
  const process = start();
  await expect.poll(struck, { timeout: 30_000 }).toBe(1);
  const { run } = JSON.parse((await box.object(ACTIVE_BACKUP_KEY, BUCKETS.records)).toString());
  return { ...process, run };
}

function start(args: string[] = [], variables: Record<string, string> = {}): Process {
  let child: ChildProcess | undefined;
  const ended = box.worker(["backup", ...args], { variables, onStart: (_, process) => (child = process) });
  if (!child) throw new Error("the worker did not start");
  return { ended, child };
}

async function struck(): Promise<number> {
  const { faults } = await (await fetch(`${box.urls.github}/_sandbox/faults`)).json();
  return faults.find((each: { id: string }) => each.id === "hold")?.hits ?? 0;
}

const manifests = async () => (await box.keys()).filter((key) => key.endsWith("/manifest.json")).length;

test("of several that begin together one goes on; the others refuse, name it, and count as no failure", async () => {
  const before = await manifests();
  // All of them read that nobody has the turn before the first takes it.
  const reading = { method: "GET", path: "active-backup" };
  await box.fault("s3", { match: reading, action: { kind: "stall", handled: true, ms: 2500 }, times: 4 });
  await box.fault("github", { match: { path: "git-upload-pack" }, action: { kind: "stall" }, times: 0 });
  const processes = Array.from({ length: 4 }, () => start());
  const done: WorkerResult[] = [];
  for (const { ended } of processes) void ended.then((result) => done.push(result));
  await expect.poll(() => done.length, { timeout: 90_000 }).toBe(3);
  const { run } = JSON.parse((await box.object(ACTIVE_BACKUP_KEY, BUCKETS.records)).toString());
  for (const { exitCode, events, output } of done) {
    expect(exitCode, output).toBe(73);
    expect(events.at(-1)).toMatchObject({ code: "run-already-active", message: expect.stringContaining(run) });
  }
  const last = processes.find(({ child }) => child.exitCode === null);
  last?.child.kill("SIGTERM");
  expect((await last?.ended)?.exitCode).toBe(143);
  expect(await manifests()).toBe(before);
  expect(await metricValues(box.urls.aws, METRICS.backupFailure)).toEqual([]);
});

test("with --wait the second waits for the first's end, says so, and backs up what is there then", async () => {
  const before = await manifests();
  const first = await holder(4000);
  const second = start(["--wait"]);
  await box.commit("acme/one");
  const results = [await first.ended, await second.ended];
  expect(
    results.map(({ exitCode }) => exitCode),
    results[1]?.output,
  ).toEqual([0, 0]);
  expect(await manifests()).toBe(before + 2);
  const waiting = results[1]?.events.find(({ event }) => event === "waiting");
  expect(waiting?.message).toContain(`backup ${first.run} is at work`);
  // It listed after the first had ended: its snapshot continues the first one's.
  const [one, other] = (await box.keys()).filter((key) => key.endsWith("/manifest.json")).slice(-2);
  expect((await box.newestManifest()).previous?.snapshot).toBe(one?.split("/")[1]);
  expect(other).toBeDefined();
});

test("the wait has an end: ON_ACTIVE_RUN=wait gives up after ACTIVE_RUN_WAIT_MINUTES and is told apart from a refusal", async () => {
  const first = await holder();
  const wait = { ON_ACTIVE_RUN: "wait", ACTIVE_RUN_WAIT_MINUTES: "0.02" };
  const second = await start([], wait).ended;
  expect(second.exitCode, second.output).toBe(75);
  expect(second.events.at(-1)).toMatchObject({ code: "run-still-active", message: expect.stringContaining(first.run) });
  first.child.kill("SIGTERM");
  expect((await first.ended).exitCode).toBe(143);
});

test("a run that was killed is waited out, not believed; one that fell silent is not in the way", async () => {
  const first = await holder();
  first.child.kill("SIGKILL");
  await first.ended;
  await box.clearFaults();
  await age(first.run, 15_000);
  const second = await start().ended;
  expect(second.exitCode, second.output).toBe(0);
  expect(second.events.some(({ event }) => event === "twin")).toBe(true);

  const third = await holder();
  third.child.kill("SIGKILL");
  await third.ended;
  await box.clearFaults();
  await age(third.run, 60_000);
  const fourth = await start().ended;
  expect(fourth.exitCode, fourth.output).toBe(0);
  expect(fourth.events.some(({ event }) => event === "twin")).toBe(false);
});

test("a turn that was never given back by a run without a record, or by nonsense, is in nobody's way", async () => {
  const unknown = newRunId(new Date(), "nobody");
  for (const Body of [JSON.stringify({ run: unknown, since: "" }), "{"]) {
    await box.s3.send(new PutObjectCommand({ Bucket: BUCKETS.records, Key: ACTIVE_BACKUP_KEY, Body }));
    const run = await start().ended;
    expect(run.exitCode, run.output).toBe(0);
  }
});

test("when the records cannot be asked, the backup goes on and says so", async () => {
  const path = `/${BUCKETS.records}/${RUNS_PREFIX}active-backup`;
  await box.fault("s3", { match: { path }, action: { kind: "status", status: 403, body: DENIED }, times: 0 });
  const run = await start().ended;
  expect(run.exitCode, run.output).toBe(0);
  expect(run.events.find(({ event }) => event === "twin-unknown")?.level).toBe("warn");
});

const DENIED = "<Error><Code>AccessDenied</Code><Message>as asked for</Message></Error>";

/** Makes a run's record as old as it would be after so long. */
async function age(run: RunId, ms: number): Promise<void> {
  const Key = runRecordKey(run);
  const record = JSON.parse((await box.object(Key, BUCKETS.records)).toString());
  const aged = { ...record, updated_at: new Date(Date.now() - ms).toISOString() };
  await box.s3.send(new PutObjectCommand({ Bucket: BUCKETS.records, Key, Body: JSON.stringify(aged) }));
}
