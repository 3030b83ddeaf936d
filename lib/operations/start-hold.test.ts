import { expect, test } from "vitest";
import { newRunId } from "@/lib/domain/ids";
import { runId, snapshotId } from "@/lib/domain/ids-schema";
import { MemoryObjectStore } from "@/lib/testing/memory-object-store";
import { MemoryTaskRunner } from "@/lib/testing/memory-task-runner";
import { OLGA } from "@/lib/testing/people";
import { twoBuckets } from "@/lib/testing/two-buckets";
import { endedRuns } from "./follow-run";
import { createRun, readRun } from "./run-records";
import { startRun } from "./start-run";

const NOW = new Date("2026-11-21T03:00:00Z");
const run = newRunId(NOW, "abcdef");
const request = { snapshot: snapshotId.parse("2026-11-20"), why: "litigation, case 4711" };

function setUp() {
  const records = new MemoryObjectStore("records");
  return { ...twoBuckets(), records, tasks: new MemoryTaskRunner(), ended: endedRuns() };
}

test("keeps what is asked for and who asked in the record, where the worker reads it; another hold may be at work", async () => {
  const deps = { ...setUp(), holds: true };
  const at = NOW.toISOString();
  const other = {
    id: runId.parse("20261121T025900Z-zzzzzz"),
    kind: "hold",
    state: "running",
    trigger: "manual",
  } as const;
  await createRun(deps.records, { version: 1, ...other, requested_at: at, updated_at: at });
  await startRun(deps, { kind: "hold", run, request }, OLGA, NOW);
  expect(deps.tasks.started).toEqual([{ kind: "hold", run, environment: { RUN_ID: run, RUN_TRIGGER: "manual" } }]);
  const { record } = await readRun(deps.records, run);
  expect(record).toMatchObject({ kind: "hold", actor: "olga", hold: { request }, snapshot: request.snapshot });
});

test("is refused in words where the deployment has no task for it, and leaves no record", async () => {
  const deps = setUp();
  const refused = startRun(deps, { kind: "hold", run, request }, OLGA, NOW);
  await expect(refused).rejects.toMatchObject({ code: "holds-off", hint: expect.stringContaining("ECS_HOLD_TASK") });
  expect(deps.tasks.started).toEqual([]);
  await expect(readRun(deps.records, run)).rejects.toMatchObject({ code: "not-found" });
});
