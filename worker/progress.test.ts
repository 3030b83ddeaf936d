import { expect, test } from "vitest";
import { repositoryName } from "@/lib/domain/ids-schema";
import type { ManifestEntry } from "@/lib/domain/manifest";
import type { RunRecord } from "@/lib/domain/run";
import { Progress } from "./progress";
import type { RunPatch } from "./run-recorder";

/** Another one for each name. */
const idOf = (text: string) => Number.parseInt(Buffer.from(text).toString("hex").slice(-12), 16);
const name = (text: string) => repositoryName.parse(text);
const sized = (text: string, sizeKib: number, id = idOf(text)) => ({ id, name: name(text), sizeKib });
const entry = (text: string, outcome: ManifestEntry["outcome"], size_bytes?: number): ManifestEntry => ({
  repo: name(text),
  outcome,
  chain: [],
  size_bytes,
});

function follow(repositories: ReturnType<typeof sized>[]) {
  let at = 0;
  let told: RunPatch = {};
  const recorder = { update: (patch: RunPatch) => Object.assign(told, patch) };
  const progress = new Progress(repositories, recorder as never, () => new Date(at));
  return {
    progress,
    now: () => told.progress as RunRecord["progress"],
    wait: (ms: number) => {
      at += ms;
      told = {};
    },
  };
}

const one = sized("a/one", 10);
const two = sized("a/two", 10);
const three = sized("a/three", 1);

test("sizes done are those of finished repositories and what has come of the others, at most their size", () => {
  const { progress, now, wait } = follow([one, two, three]);
  expect(now()).toMatchObject({ done: 0, total: 3, size_done: 0, size_total: 21 * 1024 });
  progress.begin(one);
  progress.begin(two);
  wait(1000);
  progress.received(3000);
  expect(now()).toMatchObject({ size_done: 3000, current: ["a/one", "a/two"] });
  progress.end(one, entry("a/one", "captured", 2500));
  expect(now()).toMatchObject({ done: 1, size_done: 10 * 1024 + 500 });
  wait(1000);
  progress.received(1_000_000);
  expect(now()?.size_done).toBe(20 * 1024);
  progress.end(two, entry("a/two", "unchanged", 99_999));
  progress.begin(three);
  progress.end(three, entry("a/three", "empty"));
  expect(now()).toMatchObject({ done: 3, total: 3, size_done: 21 * 1024, size_total: 21 * 1024, current: [] });
});

test("what comes to light later is expected from then on", () => {
  const { progress, now } = follow([sized("a/one", 1)]);
  progress.expect([sized("a/late", 2)]);
  expect(now()).toMatchObject({ total: 2, size_total: 3 * 1024 });
});

test("one that is tried again, also under another name, is still one, and not done until then", () => {
  const { progress, now } = follow([one, two]);
  for (const each of [one, two]) progress.begin(each);
  progress.end(one, entry("a/one", "failed"));
  progress.end(two, entry("a/two", "unchanged"));
  expect(now()).toMatchObject({ done: 2, total: 2 });
  const renamed = { ...one, name: name("a/uno") };
  progress.expect([renamed]);
  expect(now()).toMatchObject({ done: 1, total: 2, size_done: 10 * 1024, size_total: 20 * 1024 });
  progress.begin(renamed);
  expect(now()).toMatchObject({ done: 1, current: ["a/uno"] });
  progress.end(renamed, entry("a/uno", "captured", 5));
  expect(now()).toMatchObject({ done: 2, total: 2, size_done: 20 * 1024, size_total: 20 * 1024, current: [] });
});

test("the first try may be told only after the second one is expected", () => {
  const { progress, now } = follow([one]);
  progress.begin(one);
  progress.expect([one]);
  progress.end(one, entry("a/one", "failed"));
  progress.begin(one);
  expect(now()).toMatchObject({ done: 0, total: 1, size_done: 0, current: ["a/one"] });
});

test("the rate is that of the last ten seconds", () => {
  const { progress, now, wait } = follow([sized("a/one", 1)]);
  for (let second = 0; second < 30; second++) {
    wait(1000);
    progress.received(second < 15 ? 1_000_000 : 1000);
  }
  expect(now()?.bytes_per_second).toBe(1000);
});

test("the pace is that of the last half minute, and a silence lowers the rate", () => {
  const many = Array.from({ length: 200 }, (_, index) => sized(`a/r${index}`, 1));
  const { progress, now, wait } = follow(many);
  for (const [index, each] of many.slice(0, 100).entries()) {
    wait(index < 40 ? 10_000 : 500);
    progress.end(each, entry(each.name, "unchanged"));
  }
  expect(now()?.done_per_second).toBeCloseTo(2, 1);
  progress.received(1_000_000);
  wait(100_000);
  progress.begin(sized("a/r150", 1));
  expect(now()?.bytes_per_second).toBeLessThan(20_000);
});

test("chunks by the thousand do not make a sample each", () => {
  const { progress, now, wait } = follow([sized("a/one", 1)]);
  wait(1000);
  progress.received(1);
  wait(0);
  for (let chunk = 0; chunk < 10_000; chunk++) progress.received(1);
  expect(now()).toBeUndefined();
});
