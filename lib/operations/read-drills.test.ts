import { beforeEach, describe, expect, test } from "vitest";
import { drillKey } from "@/lib/domain/bucket-keys";
import type { DrillItem, DrillRecord } from "@/lib/domain/drill";
import { AppError, problemOf } from "@/lib/domain/errors";
import { repositoryName, runId, snapshotId } from "@/lib/domain/ids-schema";
import type { RunRecord } from "@/lib/domain/run";
import { DEFAULT_TARGETS } from "@/lib/domain/targets";
import { MemoryObjectStore } from "@/lib/testing/memory-object-store";
import { MemoryTaskRunner } from "@/lib/testing/memory-task-runner";
import { putManifest, sampleEntry, sampleManifest } from "@/lib/testing/sample-manifest";
import { twoBuckets } from "@/lib/testing/two-buckets";
import { endedDrills, writeDrill } from "./drill-records";
import { endedRuns } from "./follow-run";
import { type ReadDrills, readDrillsNow } from "./read-drills";
import { createRun } from "./run-records";

const NOW = new Date("2026-11-21T12:00:00Z");
const idOf = (day: number) => runId.parse(`202611${String(day).padStart(2, "0")}T090000Z-aaaaaa`);
const at = (day: number, minutes = 0) => new Date(Date.UTC(2026, 10, day, 9, minutes)).toISOString();

const item = (name: string, facts: Partial<DrillItem> = {}): DrillItem => ({
  ...{ repository: repositoryName.parse(`acme/${name}`), size_class: "small", bytes: 100 },
  ...{ state: "restored", seconds: 4, refs: 3, removed: true, ...facts },
});

const drillOf = (day: number, items: DrillItem[], facts: Partial<DrillRecord> = {}): DrillRecord => ({
  ...{ version: 1, run: idOf(day), mode: "local", snapshot: snapshotId.parse("2026-11-20"), side: "primary" },
  ...{ started_at: at(day), finished_at: at(day, 5), state: "passed", items, ...facts },
});

const runOf = (day: number, facts: Partial<RunRecord>): RunRecord => ({
  ...{ version: 1, id: idOf(day), kind: "drill", state: "running", trigger: "manual" },
  ...{ requested_at: at(day), updated_at: NOW.toISOString(), ...facts },
});

function setUp() {
  const records = new MemoryObjectStore("records");
  const reads: string[] = [];
  const readText = records.readText.bind(records);
  records.readText = (key, options) => {
    reads.push(key);
    return readText(key, options);
  };
  const drillTask = { repositories: 2 };
  const targets = { ...DEFAULT_TARGETS, drillIntervalDays: 7 };
  const runs = { records, tasks: new MemoryTaskRunner(), ended: endedRuns() };
  const deps: ReadDrills = { ...twoBuckets(), ...runs, targets, drillTask, endedDrills: endedDrills() };
  return { ...twoBuckets(), deps, records, reads };
}

describe("the drills as they are now", () => {
  let { deps, records, reads } = setUp();
  beforeEach(() => {
    ({ deps, records, reads } = setUp());
  });
  const read = () => readDrillsNow(deps, NOW);

  test("tell the last one, when the next is due by the last that passed, and the slowest of each size measured last", async () => {
    await writeDrill(
      records,
      drillOf(8, [item("old", { size_class: "large", seconds: 600 }), item("web", { seconds: 90 })]),
    );
    await writeDrill(records, drillOf(15, [item("web", { seconds: 4 }), item("api", { seconds: 7 })]));
    await writeDrill(
      records,
      drillOf(20, [item("tools", { state: "failed", seconds: undefined })], { state: "failed" }),
    );
    const now = await read();
    expect(now).toMatchObject({ last: { state: "failed", drill: { run: idOf(20) } }, intervalDays: 7 });
    expect(now.lastPassedAt).toBe(at(15, 5));
    expect(now.dueAt).toBe(at(22, 5));
    expect(now.reached).toEqual([
      { sizeClass: "small", count: 2, seconds: 7, run: idOf(15), at: at(15, 5) },
      { sizeClass: "large", count: 1, seconds: 600, run: idOf(8), at: at(8, 5) },
    ]);
  });

  test("have no due date without a target, nor before the first that passed", async () => {
    expect(await read()).not.toHaveProperty("dueAt", expect.anything());
    await writeDrill(records, drillOf(20, [item("web")]));
    deps.targets = DEFAULT_TARGETS;
    expect((await read()).dueAt).toBeUndefined();
  });

  test("a drill that goes on is told from one whose run has ended before it was done", async () => {
    await writeDrill(records, drillOf(21, [item("web", { state: "waiting" })], { state: "running" }));
    expect((await read()).last?.state).toBe("cut-off");
    await createRun(records, runOf(21, {}));
    expect(await read()).toMatchObject({ active: idOf(21), last: { state: "running" } });
  });

  test("a run that came to nothing before it had a sample is told, until a drill after it", async () => {
    const error = problemOf(new AppError("run-not-started", { detail: "no capacity" }));
    await writeDrill(records, drillOf(19, [item("web")]));
    await createRun(records, runOf(20, { state: "failed", error }));
    expect((await read()).cameToNothing).toMatchObject({ run: idOf(20), problem: { code: "run-not-started" } });
    await createRun(records, runOf(21, { state: "failed", error }));
    await writeDrill(records, drillOf(21, [item("web", { state: "failed" })], { state: "failed" }));
    expect((await read()).cameToNothing).toBeUndefined();
  });

  test("a drill is read once when nothing of it can change any more, and again while something may be there", async () => {
    await writeDrill(records, drillOf(8, [item("web")]));
    await writeDrill(records, drillOf(15, [item("api", { removed: false })]));
    await read();
    reads.length = 0;
    await read();
    expect(reads.filter((key) => key.startsWith("drills/"))).toEqual([drillKey(idOf(15))]);
  });

  test("name what a drill would take now: whoever waited longest, of the newest snapshot", async () => {
    const names = ["web", "api", "tools"].map((name) => sampleEntry(`acme/${name}`));
    await putManifest(deps.sides.primary, sampleManifest("2026-11-20", names));
    await writeDrill(records, drillOf(15, [item("web"), item("api")]));
    const { sample } = await read();
    expect(sample).toMatchObject({ known: true, value: { snapshot: "2026-11-20" } });
    const taken = sample.known ? (sample.value?.items ?? []).map(({ repository }) => repository) : [];
    expect(taken).toHaveLength(2);
    expect(taken[0]).toBe("acme/tools");
  });

  test("say nothing of a sample where drills are off or there is no snapshot; buckets that do not answer spoil only it", async () => {
    expect((await read()).sample).toEqual({ known: true, value: undefined });
    const failure = new AppError("storage-unreachable", { bucket: "backups", detail: "refused" });
    for (const side of [deps.sides.primary, deps.sides.replica]) (side?.store as MemoryObjectStore).failure = failure;
    expect(await read()).toMatchObject({ reached: [], sample: { known: false } });
    deps.drillTask = undefined;
    expect((await read()).sample).toEqual({ known: true, value: undefined });
  });
});
