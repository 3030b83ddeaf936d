import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { repositoryName } from "@/lib/domain/ids-schema";
import type { RunRecord } from "@/lib/domain/run";
import { readRun } from "@/lib/operations/run-records";
import { MemoryObjectStore } from "@/lib/testing/memory-object-store";
import { createLog } from "./log";
import { Progress } from "./progress";
import { RunRecorder } from "./run-recorder";

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-04-16T02:00:00Z") });
});
afterEach(() => {
  vi.useRealTimers();
});

function recorder(watch?: (record: RunRecord) => void) {
  const records = new MemoryObjectStore();
  const put = vi.spyOn(records, "put");
  const made = new RunRecorder({
    kind: "backup",
    trigger: "manual",
    records,
    log: createLog({ format: "json", write: () => undefined, now: () => new Date() }),
    now: () => new Date(),
    random: () => "abcdef",
    watch,
  });
  return { records, put, made };
}

const REPOSITORIES = Array.from({ length: 2000 }, (_, index) => ({
  id: index + 1,
  name: repositoryName.parse(`acme/repo-${index}`),
  sizeKib: 100,
}));

test("two thousand repositories in ten minutes are told in some hundred writes, and the last one tells all", async () => {
  const { records, put, made } = recorder();
  await made.start();
  const progress = new Progress(REPOSITORIES, made, () => new Date());
  for (const repository of REPOSITORIES) {
    progress.begin(repository);
    for (let chunk = 0; chunk < 20; chunk++) progress.received(5000);
    progress.end(repository, { repo: repository.name, outcome: "captured", chain: [], size_bytes: 100_000 });
    await vi.advanceTimersByTimeAsync(300);
  }
  await made.finish({ state: "succeeded" });
  expect(put.mock.calls.length).toBeLessThan(2 + 120 + 480 / 5 + 5);
  expect(put.mock.calls.length).toBeGreaterThan(150);
  const { record } = await readRun(records, made.run);
  expect(record).toMatchObject({ state: "succeeded", progress: { done: 2000, total: 2000, current: [] } });
});

test("a store that is slower than the interval is not sent one write behind the other", async () => {
  const { records, put, made } = recorder();
  await made.start();
  const quick = records.put.bind(records);
  put.mockRestore();
  let under = 0;
  let most = 0;
  const slow = vi.spyOn(records, "put").mockImplementation(async (...args) => {
    under += 1;
    most = Math.max(most, under);
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    under -= 1;
    return quick(...args);
  });
  for (let second = 0; second < 60; second++) {
    made.update({ phase: `second ${second}` });
    await vi.advanceTimersByTimeAsync(1000);
  }
  expect(most).toBe(1);
  expect(slow.mock.calls.length).toBeLessThan(8);
});

test("without news there is a heartbeat, and no more", async () => {
  const { put, made } = recorder();
  await made.start();
  const before = put.mock.calls.length;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(put.mock.calls.length - before).toBe(4);
});

test("who watches sees every change at once, with what the record said before", async () => {
  const seen: RunRecord[] = [];
  const { made } = recorder((record) => seen.push(record));
  await made.start();
  made.update({ phase: "capture" });
  await made.finish({ state: "succeeded" });
  expect(seen.map(({ state, phase }) => [state, phase])).toEqual([
    ["running", undefined],
    ["running", "capture"],
    ["succeeded", "capture"],
  ]);
});
