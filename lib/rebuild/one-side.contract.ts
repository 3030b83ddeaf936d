import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { OneSide } from "./one-side";
import { ChainBench } from "./testing/chain-bench";

let bench: ChainBench;
beforeAll(async () => {
  bench = await ChainBench.start();
});
afterEach(() => bench.clearFaults());
afterAll(() => bench.stop());

const primary = () => new OneSide(bench.stores.primary);

test("a chain that is whole comes from the one bucket", async () => {
  const { bundles, notices } = await bench.fetchAll(await bench.chainOf(5000, 600), primary());
  expect(bundles.map(({ bucket }) => bucket)).toEqual([undefined, undefined]);
  expect(notices).toEqual([]);
});

test("what is missing there is missing, although the other bucket has it", async () => {
  const written = await bench.chainOf(5000, 600);
  await bench.erase(written.keys[1] ?? "");
  await expect(bench.fetchAll(written, primary())).rejects.toMatchObject({ code: "object-missing" });
});

test("what has a delete marker on top is deleted, although the version that was written lies below", async () => {
  const written = await bench.chainOf(5000);
  await bench.hide(written.keys[0] ?? "");
  await expect(bench.fetchAll(written, primary())).rejects.toMatchObject({
    code: "bundle-deleted",
    facts: { version: written.item.chain[0]?.versionId, same: "as it was written" },
  });
});

test("what lies on top is read, although the version that was written lies below", async () => {
  const written = await bench.chainOf(5000);
  await bench.stores.primary.put(written.keys[0] ?? "", randomBytes(5000));
  await expect(bench.fetchAll(written, primary())).rejects.toMatchObject({ code: "bundle-hash-mismatch" });
});
