// A drill restores for real: against GitHub's stand-in with stock git, with the restore role and nothing more.
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { drillKey, runRecordKey } from "@/lib/domain/bucket-keys";
import type { DrillRecord } from "@/lib/domain/drill";
import { drillRecord } from "@/lib/domain/drill-schema";
import type { RunId } from "@/lib/domain/ids";
import { runId } from "@/lib/domain/ids-schema";
import { BUCKETS, ROLES } from "@/sandbox/names";
import { ROLE_PRINCIPALS } from "@/sandbox/roles";
import { ADMIN } from "@/sandbox/shared/principals";
import { TestSandbox } from "@/sandbox/testing/test-sandbox";

const NAMES = ["one", "two", "three", "four"];
const RESTORE = ROLE_PRINCIPALS.find(({ name }) => name === ROLES.restore) ?? ADMIN;

let box: TestSandbox;
beforeAll(async () => {
  box = await TestSandbox.start(NAMES.map((name) => ({ name, description: "", history: { commits: 5, releases: 1 } })));
  expect((await box.worker(["backup"])).exitCode).toBe(0);
});
afterEach(() => box.clearFaults());
afterAll(() => box.stop());

let runs = 0;
async function drill(variables: Record<string, string> = {}, onStart?: Parameters<TestSandbox["worker"]>[1]) {
  const id = runId.parse(`2026010${++runs}T000000Z-abc123`);
  const settings = { RUN_ID: id, DRILL_REPOSITORIES: "2", DRILL_ORGANISATION: undefined, ...variables };
  const result = await box.worker(["drill"], { principal: RESTORE, variables: settings, ...onStart });
  return { ...result, id };
}

async function recordOf(id: string): Promise<DrillRecord> {
  return drillRecord.parse(JSON.parse((await box.object(drillKey(runId.parse(id)), BUCKETS.records)).toString("utf8")));
}

/** Every repository that GitHub has, but those it had from the beginning. */
async function made(): Promise<string[]> {
  const token = await box.token("restore");
  const headers = { authorization: `token ${token}` };
  const answer = await fetch(`${box.urls.githubApi}/installation/repositories?per_page=100`, { headers });
  const { repositories } = (await answer.json()) as { repositories: { name: string }[] };
  return repositories.map(({ name }) => name).filter((name) => !NAMES.includes(name));
}

/** As if the run had told of itself so long ago for the last time. */
async function lastHeardOf(id: RunId, ms: number): Promise<void> {
  const Key = runRecordKey(id);
  const record = JSON.parse((await box.object(Key, BUCKETS.records)).toString("utf8"));
  const Body = JSON.stringify({ ...record, updated_at: new Date(Date.now() - ms).toISOString() });
  await box.s3.send(new PutObjectCommand({ Bucket: BUCKETS.records, Key, Body }));
}

const names = ({ items }: DrillRecord) => items.map(({ repository }) => repository);

test("without an organisation it rebuilds on its own disk, compares every ref and measures the time", async () => {
  const { exitCode, id, output } = await drill();
  expect(exitCode, output).toBe(0);
  const record = await recordOf(id);
  expect(record).toMatchObject({ mode: "local", state: "passed", side: "primary" });
  for (const item of record.items)
    expect(item).toMatchObject({ state: "restored", refs: expect.any(Number), removed: true });
  expect(record.items.every(({ seconds = 0, refs = 0 }) => seconds > 0 && refs > 1)).toBe(true);
  expect(output).toContain('"event":"recovery-time"');
});

test("the next one takes the others", async () => {
  const { id } = await drill({ DRILL_SIDE: "replica" });
  const [first, second] = [await recordOf("20260101T000000Z-abc123"), await recordOf(id)];
  expect([...names(first), ...names(second)].sort()).toEqual(NAMES.map((name) => `acme/${name}`).sort());
});

test("into an organisation: restored, compared, receipted, and taken away again", async () => {
  const { exitCode, id, output } = await drill({ DRILL_ORGANISATION: "acme" });
  expect(exitCode, output).toBe(0);
  const record = await recordOf(id);
  expect(record).toMatchObject({ mode: "github", organisation: "acme", state: "passed" });
  const run = JSON.parse((await box.object(runRecordKey(id), BUCKETS.records)).toString("utf8"));
  expect(run).toMatchObject({ kind: "drill", state: "succeeded", drill: { run: id } });
  // No reader should take it for a restore that can be retried or woken up.
  expect(run.restore).toBeUndefined();
  for (const { state, removed, target = "", receipt = "", receipt_hash } of record.items) {
    expect({ state, removed }).toEqual({ state: "restored", removed: true });
    expect(target).toMatch(/^acme\/drill-20260103t000000z-/);
    const kept = JSON.parse((await box.object(receipt, BUCKETS.records)).toString("utf8"));
    expect(kept.hash).toBe(receipt_hash);
  }
  expect(await made()).toEqual([]);
});

test("what was there before under a drill's name is not touched, and that is told", async () => {
  await box.github("repositories", { organisation: "acme", name: "drill-20260104t000000z-three" });
  const { exitCode, id } = await drill({ DRILL_ORGANISATION: "acme", DRILL_REPOSITORIES: "4" });
  expect(exitCode).toBe(1);
  const record = await recordOf(id);
  const three = record.items.find(({ repository }) => repository === "acme/three");
  expect(three).toMatchObject({ state: "failed", problem: { code: "target-exists" } });
  expect(record.state).toBe("failed");
  expect(await made()).toEqual(["drill-20260104t000000z-three"]);
});

test("killed with its repositories made, the next drill takes them away, as soon as it can be at work no more", async () => {
  await box.fault("github", { match: { body: "command=ls-refs" }, action: { kind: "stall" }, times: 100 });
  const killed = await drill(
    { DRILL_ORGANISATION: "acme" },
    {
      onStart: (kill) => {
        const look = setInterval(async () => {
          if ((await made()).length < 2) return;
          clearInterval(look);
          kill("SIGKILL");
        }, 50);
      },
    },
  );
  expect(killed.signal).toBe("SIGKILL");
  expect((await made()).length).toBeGreaterThan(1);
  expect(await recordOf(killed.id)).toMatchObject({ state: "running" });
  await box.clearFaults();
  const left = await made();
  const early = await drill({ DRILL_ORGANISATION: "acme" });
  expect(early.exitCode, early.output).toBe(0);
  expect((await made()).sort()).toEqual(left.sort());
  await lastHeardOf(killed.id, 120_000);
  const { exitCode, output } = await drill({ DRILL_ORGANISATION: "acme" });
  expect(exitCode, output).toBe(0);
  expect(await made()).toEqual(["drill-20260104t000000z-three"]);
  const record = await recordOf(killed.id);
  expect(record.state).toBe("failed");
  expect(record.items.every(({ removed }) => removed)).toBe(true);
});

test("a backup that does not come back fails the drill, names the repository and keeps the others", async () => {
  // A bit is flipped on the way out of both buckets, each time it is read.
  for (const server of ["s3", "s3Replica"] as const)
    await box.fault(server, {
      match: { operation: "GetObject", path: "two\\.bundle" },
      action: { kind: "corrupt", atByte: 300 },
      times: 1000,
    });
  const { exitCode, id, events } = await drill({ DRILL_REPOSITORIES: "4" });
  expect(exitCode).toBe(1);
  const record = await recordOf(id);
  expect(record.items.filter(({ state }) => state === "failed").map(({ repository }) => repository)).toEqual([
    "acme/two",
  ]);
  expect(record.items.filter(({ state }) => state === "restored")).toHaveLength(3);
  expect(events.find(({ event }) => event === "not-restored")).toMatchObject({
    repo: "acme/two",
    hint: expect.any(String),
  });
}, 120_000);
