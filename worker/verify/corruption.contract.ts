// Every way in which a backup stops being what was written is found by the next proof, which names the repository and the
// bucket; and what was good before restores as it did.
import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { DEFAULT_ROOT, manifestKey } from "@/lib/domain/bucket-keys";
import type { Side } from "@/lib/domain/snapshot";
import { VerifyBench, type VerifyRun } from "./testing/verify-bench";

let bench: VerifyBench;
let scratch: string;
const NAMES = [
  ...["flipped", "rotten", "truncated", "swapped", "missing", "marked", "differing", "sound"],
  ...["mended", "late"],
];

beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), "holdfast-corruption-"));
  const history = { commits: 6, releases: 1 };
  bench = await VerifyBench.start(NAMES.map((name) => ({ name, description: "", history })));
  // Chains of two links each, the second one small beside the first.
  for (const name of NAMES) await bench.box.commit(`acme/${name}`);
  await bench.backup();
});
afterEach(() => bench.box.clearFaults());
afterAll(async () => {
  await bench.stop();
  await rm(scratch, { recursive: true, force: true });
});

/** The proof of this one failed in this bucket with this code, and everybody who is to know is told. */
async function expectFailure(run: VerifyRun, name: string, side: Side, code: string): Promise<void> {
  expect(run.exitCode, run.output).toBe(1);
  const found = { repo: `acme/${name}`, side, code };
  expect(run.record.failures).toContainEqual(expect.objectContaining(found));
  expect(run.record.error).toMatchObject({ code: "proofs-failed", message: expect.stringContaining(`acme/${name}`) });
  const [proof] = await bench.proofs(name, side);
  expect(proof).toMatchObject({ verdict: "failed", run: run.id, problem: { code } });
  expect((await bench.evidence(run.id)).proofs).toContainEqual(expect.objectContaining({ repo: `acme/${name}`, side }));
  expect(await bench.proofFailures()).toBe(1);
}

/** As of the first snapshot, from this bucket, by the restore that a person would start. */
async function expectFirstStateRestores(name: string, source: Side): Promise<void> {
  const directory = path.join(scratch, `${name}-${source}.git`);
  const snapshot = bench.manifests[0]?.snapshot ?? "";
  const args = ["restore", "--snapshot", snapshot, "--repository", `acme/${name}`, "--local", directory];
  const run = await bench.box.worker([...args, "--source", source]);
  expect(run.exitCode, run.output).toBe(0);
  execFileSync("git", ["-C", directory, "fsck", "--full", "--strict"], { stdio: "pipe" });
}

const verify = (name: string, ...args: string[]) => bench.verify(["--repository", `acme/${name}`, ...args]);

function flip(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 0x20;
  return copy;
}

describe("in the primary", () => {
  test("a flipped byte in a version that somebody wrote over it", async () => {
    const key = bench.bundle("flipped");
    const bytes = await bench.read(key);
    await bench.overwrite(key, flip(bytes, bytes.length - 30));
    await expectFailure(await verify("flipped", "--side", "primary"), "flipped", "primary", "bundle-hash-mismatch");
    await expectFirstStateRestores("flipped", "primary");
  });

  test("a byte that rots on the disk of the bucket, under the very version that was written", async () => {
    const path = bench.bundle("rotten");
    await bench.box.fault("s3", { match: { path }, action: { kind: "corrupt", atByte: 700 }, times: 0 });
    await expectFailure(await verify("rotten", "--side", "primary"), "rotten", "primary", "object-damaged");
    await bench.box.clearFaults();
    await expectFirstStateRestores("rotten", "primary");
  });

  test("a truncated bundle", async () => {
    const key = bench.bundle("truncated");
    await bench.overwrite(key, (await bench.read(key)).subarray(0, -25));
    await expectFailure(await verify("truncated", "--side", "primary"), "truncated", "primary", "bundle-truncated");
    await expectFirstStateRestores("truncated", "primary");
  });

  test("the bundle of another repository in its place", async () => {
    await bench.overwrite(bench.bundle("swapped", 0), await bench.read(bench.bundle("sound", 0)));
    const run = await verify("swapped", "--side", "primary");
    expect(run.record.failures?.[0]?.code).toMatch(/^bundle-(truncated|hash-mismatch)$/);
    await expectFailure(run, "swapped", "primary", run.record.failures?.[0]?.code ?? "");
    await expectFirstStateRestores("swapped", "primary");
  });

  test("a link that is gone without a trace", async () => {
    await bench.erase(bench.bundle("missing"), bench.entry("missing").chain.at(-1)?.version_id);
    await expectFailure(await verify("missing", "--side", "primary"), "missing", "primary", "object-missing");
    await expectFirstStateRestores("missing", "primary");
  });

  test("a delete marker, although the version below it could be read", async () => {
    await bench.hide(bench.bundle("marked", 0));
    const run = await verify("marked", "--side", "primary");
    await expectFailure(run, "marked", "primary", "bundle-deleted");
    expect(run.record.failures?.[0]?.message).toContain(bench.entry("marked").chain[0]?.version_id);
    await expectFirstStateRestores("marked", "primary");
  });
});

describe("in the replica", () => {
  test("an object that differs from the primary's; the primary is not asked instead", async () => {
    const key = bench.bundle("differing", 0);
    await bench.overwrite(key, flip(await bench.read(key), 900), "replica");
    await expectFailure(await verify("differing"), "differing", "replica", "bundle-hash-mismatch");
    expect((await bench.proofs("differing", "primary"))[0]?.verdict).toBe("proven");
    await expectFirstStateRestores("differing", "primary");
  });
});

test("what was mended is proven, and the failure stays on record", async () => {
  const key = bench.bundle("mended");
  const good = await bench.read(key);
  await bench.overwrite(key, flip(good, good.length - 30));
  await expectFailure(await verify("mended", "--side", "primary"), "mended", "primary", "bundle-hash-mismatch");
  await bench.overwrite(key, good);
  await bench.nextSecond();
  const run = await verify("mended", "--side", "primary");
  expect(run.exitCode, run.output).toBe(0);
  expect(run.record.verify?.proven?.[0]?.findings).toBe(1);
  expect(run.output).toContain("with the same bytes");
  expect((await bench.proofs("mended", "primary")).map(({ verdict }) => verdict)).toEqual(["proven", "failed"]);
  expect(await bench.proofFailures()).toBe(0);
});

test("a failure is looked at again by every day's share, and stops no other proof", async () => {
  const first = await bench.verify([], { variables: { PROOF_INTERVAL_DAYS: "1" } });
  expect(first.exitCode).toBe(1);
  expect(first.record.state).toBe("partial");
  expect(first.record.verify?.proven).toContainEqual(expect.objectContaining({ repo: "acme/sound" }));
  await bench.nextSecond();
  const again = await bench.verify([], { variables: { PROOF_INTERVAL_DAYS: "300" } });
  const failed = (run: VerifyRun) => run.record.failures?.map(({ repo, side }) => `${repo} ${side}`) ?? [];
  expect(failed(again)).toEqual(expect.arrayContaining(["acme/truncated primary", "acme/differing replica"]));
  expect(await bench.proofFailures()).toBe(failed(again).length);
});

test("a replica that lags is waited for within its time, and is a failure after it", async () => {
  await bench.replication({ paused: true });
  await bench.box.commit("acme/late");
  const late = await bench.backup({ waitForReplica: false });
  await bench.nextSecond();
  const patient = { variables: { REPLICA_TARGET_MINUTES: "15" } };
  const young = await bench.verify(["--repository", "acme/late"], patient);
  expect(young.record.verify?.unproven).toMatchObject([{ side: "replica", problem: { code: "replica-lagging" } }]);
  expect([young.exitCode, young.record.state, await bench.proofFailures()]).toEqual([0, "succeeded", 0]);

  await bench.nextSecond();
  const run = await bench.verify(["--repository", "acme/late"]);
  expect(run.record.verify?.altered).toContainEqual(
    expect.objectContaining({
      snapshot: late.snapshot,
      side: "replica",
      problem: expect.objectContaining({ code: "snapshot-missing" }),
    }),
  );
  expect(run.record.failures).toMatchObject([{ repo: "acme/late", side: "replica", code: "object-missing" }]);
  expect([run.exitCode, await bench.proofFailures()]).toEqual([1, 2]);
  await expectFirstStateRestores("late", "replica");

  await bench.replication({ paused: false });
  await bench.replicated(manifestKey(DEFAULT_ROOT, late.snapshot));
  expect((await verify("late")).exitCode).toBe(0);
});
