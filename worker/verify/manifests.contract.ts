// The manifests are held against each other, against the other bucket's and against what was seen before.
import { afterAll, beforeEach, expect, test } from "vitest";
import { DEFAULT_ROOT, manifestKey, PROOF_LEDGER_KEY } from "@/lib/domain/bucket-keys";
import type { Manifest } from "@/lib/domain/manifest";
import { VerifyBench, type VerifyRun } from "./testing/verify-bench";

let bench: VerifyBench;
beforeEach(async () => {
  await bench?.stop();
  bench = await VerifyBench.start([{ name: "web", description: "", history: { commits: 6 } }]);
  for (const _ of [2, 3]) {
    await bench.box.commit("acme/web");
    await bench.backup();
  }
});
afterAll(() => bench.stop());

const keyOf = ({ snapshot }: Manifest) => manifestKey(DEFAULT_ROOT, snapshot);
const nth = (number: number): Manifest => {
  const manifest = bench.manifests[number];
  if (!manifest) throw new Error("no such snapshot");
  return manifest;
};

async function alter(manifest: Manifest, side: "primary" | "replica" = "primary"): Promise<void> {
  const text = (await bench.read(keyOf(manifest), side)).toString("utf8");
  await bench.overwrite(keyOf(manifest), text.replace('"archived": false', '"archived": true'), side);
}

const found = ({ record }: VerifyRun) =>
  record.verify?.altered?.map(({ snapshot, side, problem }) => `${snapshot} ${side} ${problem.code}`) ?? [];

test("an altered manifest shows by the next one, which names its hash, in the bucket it was altered in", async () => {
  await alter(nth(1), "replica");
  const run = await bench.verify(["--all"]);
  expect(run.exitCode, run.output).toBe(1);
  expect(found(run)).toEqual([`${nth(1).snapshot} replica manifest-altered`]);
  expect(run.record.error?.message).toContain(nth(1).snapshot);
  expect(run.record.verify?.counts).toMatchObject({ proven: 2, failed: 0, altered: 1 });
  expect(await bench.proofFailures()).toBe(1);
});

test("the newest, which no other names, shows by the other bucket; and by what a run before has seen, when both are altered", async () => {
  await alter(nth(2), "replica");
  const first = await bench.verify(["--all"]);
  expect(found(first)).toEqual([
    `${nth(2).snapshot} primary manifest-altered`,
    `${nth(2).snapshot} replica manifest-altered`,
  ]);
  await bench.backup();
  expect((await bench.verify(["--all"])).exitCode).toBe(1);
  await alter(nth(3));
  const second = await bench.verify(["--all"]);
  expect(found(second)).toEqual(
    expect.arrayContaining([
      `${nth(3).snapshot} primary manifest-altered`,
      `${nth(3).snapshot} replica manifest-altered`,
    ]),
  );
});

test("one with a delete marker on top is missed by the one after it", async () => {
  await bench.hide(keyOf(nth(1)));
  const run = await bench.verify(["--repository", "acme/web"]);
  expect(found(run)).toEqual([`${nth(1).snapshot} primary manifest-altered`]);
  expect(run.record.verify?.altered?.[0]?.problem.message).toContain("there is none any more");
  expect(run.record.verify?.counts).toMatchObject({ proven: 2 });
});

test("one that lies about a bundle is not believed where the other bucket tells the truth", async () => {
  expect((await bench.verify(["--all"])).exitCode).toBe(0);
  const text = (await bench.read(keyOf(nth(2)), "primary")).toString("utf8");
  await bench.replication({ paused: true });
  await bench.write(keyOf(nth(2)), text.replace(/"sha256": "\w{64}"/g, `"sha256": "${"0".repeat(64)}"`));
  const run = await bench.verify(["--all"]);
  expect(found(run)).toEqual([`${nth(2).snapshot} primary manifest-altered`]);
  expect(run.record.verify?.counts).toMatchObject({ chosen: 2, proven: 2 });
});

test("a ledger that is damaged is made of the evidence again, and told", async () => {
  expect((await bench.verify(["--all"])).exitCode).toBe(0);
  await bench.damageLedger("{");
  const run = await bench.verify([], { variables: { PROOF_INTERVAL_DAYS: "7" } });
  expect(run.exitCode, run.output).toBe(0);
  expect(run.output).toContain(PROOF_LEDGER_KEY);
  expect((await bench.proofs("web", "primary")).concat(await bench.proofs("web", "replica")).length).toBe(2);
});
