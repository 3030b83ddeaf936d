// What a snapshot says of the largest object of each chain: by it a restore knows early what GitHub would not take.
import { afterAll, beforeAll, expect, test } from "vitest";
import { runGit } from "@/sandbox/seed/fast-import";
import { TestSandbox } from "@/sandbox/testing/test-sandbox";

let box: TestSandbox;
beforeAll(async () => {
  box = await TestSandbox.start([{ name: "api", description: "Sources", history: { commits: 6 } }]);
  // Large enough that increments are small beside it, and stay increments.
  await box.commit("acme/api", "refs/heads/main", 200_000);
});
afterAll(() => box.stop());

async function backUp(variables?: Record<string, string>) {
  const run = await box.worker(["backup"], { variables });
  expect(run.exitCode, run.output).toBe(0);
  const [entry] = (await box.newestManifest()).repos;
  return { outcome: entry?.outcome, links: entry?.chain.length, largest: entry?.largest_object_bytes };
}

async function largestByGit(): Promise<number> {
  const all = ["cat-file", "--batch-all-objects", "--batch-check=%(objectsize)"];
  const lines = await runGit(["-C", box.sourceOf("acme/api"), ...all]);
  return Math.max(...lines.trim().split("\n").map(Number));
}

test("it is git's own number, over all bundles of the chain, as long as every one of them was looked at", async () => {
  expect(await largestByGit()).toBe(200_000);
  expect(await backUp()).toEqual({ outcome: "captured", links: 1, largest: 200_000 });
  await box.commit("acme/api", "refs/heads/main", 30);
  expect(await backUp()).toEqual({ outcome: "captured", links: 2, largest: 200_000 });
  await box.commit("acme/api", "refs/heads/main", 250_000);
  expect(await backUp()).toEqual({ outcome: "captured", links: 3, largest: 250_000 });
  expect(await backUp()).toEqual({ outcome: "unchanged", links: 3, largest: 250_000 });
});

test("of a chain with a bundle that was not looked at nothing is said", async () => {
  await box.commit("acme/api", "refs/heads/main", 30);
  const { largest, ...entry } = await backUp({ CHECK_OBJECTS: "false" });
  expect(entry).toMatchObject({ outcome: "captured" });
  expect(largest).toBeUndefined();
});
