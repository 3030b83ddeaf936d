import { beforeEach, describe, expect, test, vi } from "vitest";
import { AppError, hasCode, problemOf } from "@/lib/domain/errors";
import { runId } from "@/lib/domain/ids-schema";
import type { RunRecord } from "@/lib/domain/run";
import { MemoryObjectStore } from "@/lib/testing/memory-object-store";
import { MemoryTaskRunner } from "@/lib/testing/memory-task-runner";
import { endedRuns, followRun } from "./follow-run";
import { createRun, readRun } from "./run-records";
import { stopRun } from "./stop-run";

const NOW = new Date("2026-11-21T03:00:00Z");
const id = runId.parse("20261121T020000Z-abcdef");
const arn = "arn:aws:ecs:us-east-1:1:task/holdfast/1";
const secondsAgo = (seconds: number) => new Date(NOW.getTime() - seconds * 1000).toISOString();

function setUp() {
  return { records: new MemoryObjectStore("records"), tasks: new MemoryTaskRunner(), ended: endedRuns() };
}

describe("following a run", () => {
  let deps: ReturnType<typeof setUp>;
  beforeEach(() => {
    deps = setUp();
  });
  const record = (more: Partial<RunRecord>) =>
    createRun(deps.records, {
      version: 1,
      id,
      kind: "backup",
      state: "running",
      trigger: "manual",
      requested_at: secondsAgo(600),
      updated_at: secondsAgo(600),
      task: { arn },
      ...more,
    });
  const state = async () => (await followRun(deps, id, NOW)).record.state;

  test("believes a record whose heart beats, without asking ECS", async () => {
    await record({ updated_at: secondsAgo(5) });
    const asked = vi.spyOn(deps.tasks, "describe");
    expect(await state()).toBe("running");
    expect(asked).not.toHaveBeenCalled();
  });

  test("calls a silent run lost when its task has stopped, with ECS's reason", async () => {
    await record({ updated_at: secondsAgo(30) });
    deps.tasks.tasks.set(arn, { arn, status: "stopped", exitCode: 137, stoppedReason: "OutOfMemoryError" });
    const { record: lost } = await followRun(deps, id, NOW);
    expect(lost).toMatchObject({ state: "lost", error: { code: "run-lost" } });
    expect(lost.error?.message).toContain("OutOfMemoryError, exit code 137");
  });

  test("calls a run lost whose task ECS has forgotten", async () => {
    await record({ updated_at: secondsAgo(3700) });
    expect(await state()).toBe("lost");
  });

  test("waits for a silent worker whose task is still there", async () => {
    await record({ updated_at: secondsAgo(300) });
    deps.tasks.tasks.set(arn, { arn, status: "running" });
    expect(await state()).toBe("running");
  });

  test("keeps the record's word and says why when ECS does not answer", async () => {
    await record({ updated_at: secondsAgo(300) });
    deps.tasks.failure = new AppError("aws-unreachable", { service: "ECS", detail: "refused" });
    const followed = await followRun(deps, id, NOW);
    expect(followed.record.state).toBe("running");
    expect(followed.notice?.code).toBe("aws-unreachable");
  });

  test("calls a run lost that was queued and never got a task", async () => {
    await record({ state: "queued", task: undefined, updated_at: secondsAgo(120) });
    expect(await state()).toBe("lost");
  });

  test("reads a run that has ended once and then no more", async () => {
    await record({ state: "succeeded" });
    const reads = vi.spyOn(deps.records, "readText");
    await state();
    await state();
    expect(reads).toHaveBeenCalledTimes(1);
  });

  test("stopping asks the task to end and names who did", async () => {
    await record({ updated_at: secondsAgo(1) });
    await stopRun(deps, { id, confirmation: "stop abcdef" }, "olga", NOW);
    expect(deps.tasks.stopped).toEqual([{ arn, reason: "stopped by olga" }]);
    expect((await readRun(deps.records, id)).record.stop_requested).toEqual({ by: "olga", at: NOW.toISOString() });
  });

  test("a run that a person stopped says by whom, where its worker saw a signal only; one that ECS stopped says that", async () => {
    const error = problemOf(new AppError("run-stopped", { who: "ECS or an operator (SIGTERM)" }));
    await record({ state: "stopped", error, stop_requested: { by: "olga", at: NOW.toISOString() } });
    expect((await followRun(deps, id, NOW)).record.error?.message).toBe("the run was stopped by olga");
    const other = runId.parse("20261121T020000Z-bbbbbb");
    await record({ id: other, state: "stopped", error });
    expect((await followRun(deps, other, NOW)).record.error).toEqual(error);
  });

  test("stopping a run without a task closes its record", async () => {
    await record({ state: "queued", task: undefined, updated_at: secondsAgo(1) });
    await stopRun(deps, { id, confirmation: "stop abcdef" }, "olga", NOW);
    expect((await readRun(deps.records, id)).record).toMatchObject({
      state: "stopped",
      error: { code: "run-stopped" },
    });
  });

  test("stopping takes the end of the run's id, exactly, and asks nobody otherwise", async () => {
    await record({ updated_at: secondsAgo(1) });
    for (const confirmation of ["", "stop", "abcdef", "stop ABCDEF", "Stop abcdef", "stop abcdef ", "stop abcdeg"])
      await expect(stopRun(deps, { id, confirmation }, "olga", NOW)).rejects.toMatchObject({
        code: "confirmation-wrong",
        message: "the typed text is not stop abcdef",
      });
    expect(deps.tasks.stopped).toEqual([]);
    expect((await readRun(deps.records, id)).record.stop_requested).toBeUndefined();
  });

  test("stopping a run that has ended is refused, whatever was typed", async () => {
    await record({ state: "partial" });
    await expect(stopRun(deps, { id, confirmation: "" }, "olga", NOW)).rejects.toSatisfy((error) =>
      hasCode(error, "run-ended"),
    );
  });
});
