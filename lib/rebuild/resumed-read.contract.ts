import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { readResumed } from "./resumed-read";
import { ChainBench } from "./testing/chain-bench";

let bench: ChainBench;
beforeAll(async () => {
  bench = await ChainBench.start();
});
afterEach(() => bench.clearFaults());
afterAll(() => bench.stop());

describe("a download that breaks off", () => {
  const MiB = 1024 * 1024;

  test.each([
    ["without an error", { kind: "truncate", afterBytes: 3 * MiB }],
    ["by a reset", { kind: "reset", afterBytes: 3 * MiB }],
    ["by silence", { kind: "stall", afterBytes: 3 * MiB }],
  ])("%s is taken up where it broke, of the same version", async (_, action) => {
    const written = await bench.chainOf(12 * MiB);
    await bench.fault("primary", { id: "cut", match: { method: "GET", path: written.keys[0] }, action, times: 2 });
    await bench.fault("primary", {
      id: "rest",
      match: { method: "GET", path: written.keys[0] },
      action: { kind: "watch" },
      times: 0,
    });
    // Somebody overwrites the key meanwhile.
    await bench.stores.primary.put(written.keys[0] ?? "", "another");
    const { bundles, notices } = await bench.fetchAll(written);
    expect(await bench.hits("primary", "cut")).toBe(2);
    expect(bundles[0]?.bucket).toBeUndefined();
    expect(notices).toEqual([]);
  });

  test("goes on with what was begun, also where the key is overwritten meanwhile and no version was asked for", async () => {
    const { keys, contents } = await bench.chainOf(12 * MiB);
    const [key = ""] = keys;
    await bench.fault("primary", {
      match: { method: "GET", path: key },
      action: { kind: "truncate", afterBytes: 3 * MiB },
    });
    const { body } = await readResumed(bench.stores.primary, key, {
      signal: new AbortController().signal,
      firstPauseMs: 1,
    });
    const chunks: Uint8Array[] = [];
    for await (const chunk of body) {
      if (chunks.length === 0) await bench.stores.primary.put(key, randomBytes(12 * MiB));
      chunks.push(chunk);
    }
    expect(Buffer.concat(chunks).equals(contents[0] as Buffer)).toBe(true);
  });

  test("again and again is given up, and the other bucket is read from the beginning", async () => {
    const written = await bench.chainOf(100_000);
    const match = { method: "GET", path: written.keys[0] };
    await bench.fault("primary", { id: "cut", match, action: { kind: "truncate", afterBytes: 1000 }, times: 0 });
    const { bundles } = await bench.fetchAll(written);
    expect(await bench.hits("primary", "cut")).toBe(6);
    expect(bundles[0]?.bucket).toBe("backups-replica");
  });
});
