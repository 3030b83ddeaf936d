// Killed at any moment: nothing half counts, and the next run goes on where the killed one was.
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { RUNS_PREFIX, runRecordKey } from "@/lib/domain/bucket-keys";
import { newRunId, type RunId } from "@/lib/domain/ids";
import { BUCKETS } from "@/sandbox/names";
import { DEMO_REPOSITORIES } from "@/sandbox/seed/demo-fleet";
import { Random } from "@/sandbox/seed/random";
import { TestSandbox } from "@/sandbox/testing/test-sandbox";

let box: TestSandbox;
beforeAll(async () => {
  box = await TestSandbox.start(DEMO_REPOSITORIES.filter(({ blocked }) => !blocked));
});
afterEach(() => box.clearFaults());
afterAll(() => box.stop());

const manifests = async () => (await box.keys()).filter((key) => key.endsWith("/manifest.json"));
const checkpoints = async () =>
  (await box.keys(BUCKETS.records, RUNS_PREFIX)).filter((key) => key.includes("/checkpoint/"));
const slowly = (bytesPerSecond: number) =>
  box.fault("github", { match: { path: "git-upload-pack" }, action: { kind: "slow", bytesPerSecond }, times: 0 });

test("after kill -9 there is no manifest; the next run takes over what was finished and fetches only the rest", async () => {
  await slowly(400_000);
  const killed = await box.worker(["backup"], { onStart: (kill) => void setTimeout(() => kill("SIGKILL"), 3500) });
  expect(killed.signal).toBe("SIGKILL");
  expect(await manifests()).toEqual([]);
  const finished = await checkpoints();
  expect(finished.length, killed.output).toBeGreaterThan(5);
  await box.clearFaults();
  await letTimePass();

  const next = await box.worker(["backup"]);
  expect(next.exitCode, next.output).toBe(0);
  expect(next.events.find((each) => each.event === "resumed")?.message).toContain(`${finished.length} repositories`);
  const manifest = await box.newestManifest();
  expect(manifest.totals.captured).toBe(DEMO_REPOSITORIES.length - 2);
  const taken = manifest.repos.filter((each) => each.s3_key && !each.s3_key.includes(`/${manifest.snapshot}/`));
  expect(taken).toHaveLength(finished.length);
});

test("killed at twenty random moments, no object is half, no success is wrong, and the next run completes", async () => {
  const random = new Random(20);
  for (let round = 0; round < 20; round++) {
    const name = `acme/${random.pick(["billing", "auth", "orders", "gateway"])}`;
    await box.commit(name, "refs/heads/main", random.between(100, 2_000_000));
    const before = await manifests();
    const signal = random.chance(0.5) ? "SIGKILL" : "SIGTERM";
    const run = await box.worker(["backup"], {
      onStart: (kill) => void setTimeout(() => kill(signal), random.between(50, 1500)),
    });
    await letTimePass();
    // Either it was killed and there is no new snapshot, or it was quicker than the signal and there is one.
    expect([0, 143, null], run.output).toContain(run.exitCode);
    expect(await manifests(), run.output).toHaveLength(before.length + (run.exitCode === 0 ? 1 : 0));
  }
  const last = await box.worker(["backup"]);
  expect(last.exitCode, last.output).toBe(0);
  for (const { chain } of (await box.newestManifest()).repos) {
    for (const { s3_key, size_bytes } of chain) expect((await box.object(s3_key)).length).toBe(size_bytes);
  }
}, 240_000);

test("a second backup refuses while one is alive, and says which; one that fell silent is not in the way", async () => {
  const alive = newRunId(new Date(Date.now() - 1000), "alive1");
  await putRecord(alive, new Date());
  const heart = setInterval(() => void putRecord(alive, new Date()), 500);
  const refused = await box.worker(["backup"]);
  clearInterval(heart);
  expect(refused.exitCode, refused.output).toBe(73);
  expect(refused.events.at(-1)).toMatchObject({ code: "run-already-active", message: expect.stringContaining(alive) });
  await putRecord(alive, new Date(Date.now() - 20_000));
  expect((await box.worker(["backup"])).exitCode).toBe(0);
});

/** The record of a backup that says it is running, last heard of at `at`. */
async function putRecord(run: RunId, at: Date): Promise<void> {
  const time = at.toISOString();
  const record = {
    version: 1,
    id: run,
    kind: "backup",
    state: "running",
    trigger: "manual",
    requested_at: time,
    updated_at: time,
  };
  await box.s3.send(
    new PutObjectCommand({ Bucket: BUCKETS.records, Key: runRecordKey(run), Body: JSON.stringify(record) }),
  );
}

/** Lets time pass for runs that were killed: their records become as old as those of runs that died a minute ago. */
async function letTimePass(): Promise<void> {
  for (const key of await box.keys(BUCKETS.records, RUNS_PREFIX)) {
    if (!key.endsWith("/run.json")) continue;
    const record = JSON.parse((await box.object(key, BUCKETS.records)).toString());
    const aged = { ...record, updated_at: new Date(Date.now() - 60_000).toISOString() };
    if (record.state === "running")
      await box.s3.send(new PutObjectCommand({ Bucket: BUCKETS.records, Key: key, Body: JSON.stringify(aged) }));
  }
}
