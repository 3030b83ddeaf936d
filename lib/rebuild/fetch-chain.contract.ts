import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { ChainBench, formatOne } from "./testing/chain-bench";

let bench: ChainBench;
beforeAll(async () => {
  bench = await ChainBench.start();
});
afterEach(() => bench.clearFaults());
afterAll(() => bench.stop());

test("a chain comes in its order from the bucket that was asked for, and nothing is to be said", async () => {
  const written = await bench.chainOf(50_000, 10, 3, 700, 1, 9000, 20);
  const { bundles, notices } = await bench.fetchAll(written);
  expect(bundles.map(({ link, bucket }) => [link.key, bucket])).toEqual(written.keys.map((key) => [key, undefined]));
  expect(bundles.map(({ versionId }) => versionId)).toEqual(written.item.chain.map(({ versionId }) => versionId));
  expect(notices).toEqual([]);
});

describe("what the bucket that was asked for does not have whole comes from the other one, with a notice", () => {
  test.each<[string, (key: string) => Promise<unknown>, string]>([
    ["missing", (key) => bench.erase(key), "is not in backups"],
    [
      "refused",
      (key) => bench.fault("primary", { match: { path: key }, action: { kind: "status", status: 403 }, times: 0 }),
      "refused",
    ],
    [
      "corrupt on the way",
      (key) => bench.fault("primary", { match: { path: key }, action: { kind: "corrupt", atByte: 77 }, times: 0 }),
      "did not arrive from backups as it was written",
    ],
  ])("%s", async (_, damage, words) => {
    const written = await bench.chainOf(5000, 600, 70);
    await damage(written.keys[1] ?? "");
    const { bundles, notices } = await bench.fetchAll(written);
    expect(bundles.map(({ bucket }) => bucket)).toEqual([undefined, "backups-replica", undefined]);
    expect(notices).toEqual([
      expect.stringContaining(`A bundle of ${written.item.repository} came from backups-replica: `),
    ]);
    expect(notices[0]).toContain(words);
  });

  test("another than was written, or shorter", async () => {
    const written = await bench.chainOf(5000, 600);
    const [one, two] = written.item.chain;
    if (!one || !two) throw new Error("no chain");
    one.versionId = (await bench.stores.primary.put(one.key, randomBytes(5000))).versionId;
    two.versionId = (await bench.stores.primary.put(two.key, randomBytes(599))).versionId;
    // The replica has the wrong versions' ids neither.
    const { bundles, notices } = await bench.fetchAll(written);
    expect(bundles.map(({ bucket }) => bucket)).toEqual(["backups-replica", "backups-replica"]);
    expect(notices.join()).toMatch(/SHA-256.*ends after 599 of 600 bytes/s);
    await expect(bench.fetchAll(written, bench.alone())).rejects.toMatchObject({
      code: expect.stringMatching(/bundle-(hash|trunc)/),
    });
  });

  test("all of it, when it is away; and it is not asked first again in this run", async () => {
    const [one, two] = [await bench.chainOf(5000, 600, 70, 8, 9, 10), await bench.chainOf(300, 20)];
    await bench.fault("primary", {
      id: "away",
      match: { path: "^/backups/" },
      action: { kind: "status", status: 503 },
      times: 0,
    });
    const source = bench.both();
    const first = await bench.fetchAll(one, source);
    expect(first.bundles.every(({ bucket }) => bucket === "backups-replica")).toBe(true);
    expect(first.notices).toEqual([expect.stringMatching(/^6 bundles of acme\/r\d+ came from backups-replica: .*503/)]);
    const before = await bench.hits("primary", "away");
    const second = await bench.fetchAll(two, source);
    expect(await bench.hits("primary", "away")).toBe(before);
    expect(second.notices).toHaveLength(1);
  });

  test("when both fail the error names both buckets, also where the reason is the same", async () => {
    const written = await bench.chainOf(5000);
    const [key = ""] = written.keys;
    await bench.erase(key);
    await bench.fault("replica", { match: { path: key }, action: { kind: "status", status: 403 }, times: 0 });
    const error = await bench.fetchAll(written).catch((each) => each);
    expect(error).toMatchObject({ code: "bundle-unreadable" });
    expect(error.message).toMatch(/is not in backups; access to backups-replica was refused/);
    const gone = await bench.chainOf(400);
    await bench.erase(gone.keys[0] ?? "");
    await bench.erase(gone.keys[0] ?? "", "replica");
    await expect(bench.fetchAll(gone)).rejects.toMatchObject({
      code: "bundle-unreadable",
      message: expect.stringMatching(/is not in backups; .* is not in backups-replica/),
    });
    const denied = await bench.chainOf(400);
    for (const side of ["primary", "replica"] as const)
      await bench.fault(side, { match: { path: denied.keys[0] }, action: { kind: "status", status: 403 }, times: 0 });
    await expect(bench.fetchAll(denied)).rejects.toMatchObject({
      message: expect.stringMatching(/access to backups was refused .*; access to backups-replica was refused/),
    });
  });

  test("when both copies are damaged alike that is said once", async () => {
    const written = await bench.chainOf(400);
    for (const link of written.item.chain) link.sha256 = "0".repeat(64);
    await expect(bench.fetchAll(written)).rejects.toMatchObject({ code: "bundle-hash-mismatch" });
  });
});

describe("under a delete marker", () => {
  test("a version that the manifest names is read, without a word", async () => {
    const written = await bench.chainOf(5000);
    await bench.hide(written.keys[0] ?? "");
    expect((await bench.fetchAll(written, bench.alone())).notices).toEqual([]);
  });

  test("the newest version is found where the manifest names none, and that is said", async () => {
    const written = await bench.chainOf(5000);
    await bench.hide(written.keys[0] ?? "");
    const { notices, bundles } = await bench.fetchAll({ ...written, item: formatOne(written.item) }, bench.alone());
    expect(bundles[0]?.versionId).toBe(written.item.chain[0]?.versionId);
    expect(notices).toEqual([expect.stringMatching(/had been deleted; its newest version/)]);
  });

  test("it is just missing for a role that may not list versions", async () => {
    const written = await bench.chainOf(5000);
    await bench.hide(written.keys[0] ?? "");
    await bench.fault("primary", {
      match: { operation: "ListObjectVersions" },
      action: { kind: "status", status: 403 },
      times: 0,
    });
    await expect(bench.fetchAll({ ...written, item: formatOne(written.item) }, bench.alone())).rejects.toMatchObject({
      code: "object-missing",
    });
  });
});

test("in a copy of the bucket, where versions have other ids, the hash tells that it is the right object", async () => {
  const written = await bench.chainOf(5000, 600);
  for (const link of written.item.chain) link.versionId = "an-id-of-another-bucket";
  expect((await bench.fetchAll(written, bench.alone())).notices).toEqual([]);
});

test("too little room is told before anything is read", async () => {
  const written = await bench.chainOf(50);
  const item = { ...written.item, totalBytes: 2 ** 60 };
  await bench.fault("primary", { id: "any", action: { kind: "watch" }, times: 0 });
  const error = await bench.fetchAll({ ...written, item }).catch((each) => each);
  expect(error).toMatchObject({ code: "scratch-too-small" });
  expect(error.message).toMatch(/needs about 2048 PiB of scratch disk, and there are [\d.]+ [GT]iB/);
  expect(await bench.hits("primary", "any")).toBe(0);
});

test("a stop ends it at once with its own reason, and nothing is read any more", async () => {
  const written = await bench.chainOf(9_000_000, 9_000_000);
  await bench.fault("primary", {
    match: { method: "GET" },
    action: { kind: "slow", bytesPerSecond: 2_000_000 },
    times: 0,
  });
  const controller = new AbortController();
  const reason = new Error("enough");
  setTimeout(() => controller.abort(reason), 300);
  await expect(bench.fetchAll(written, bench.both(), controller.signal)).rejects.toBe(reason);
});
