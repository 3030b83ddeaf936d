import { beforeEach, describe, expect, test } from "vitest";
import type { DrillTask } from "@/lib/domain/drills-now";
import { AppError, hasCode } from "@/lib/domain/errors";
import { newRunId } from "@/lib/domain/ids";
import { repositoryName, runId } from "@/lib/domain/ids-schema";
import { restoreRequest } from "@/lib/domain/restore-request-schema";
import type { RunRecord } from "@/lib/domain/run";
import { MemoryObjectStore } from "@/lib/testing/memory-object-store";
import { MemoryTaskRunner } from "@/lib/testing/memory-task-runner";
import { OLGA, OMAR } from "@/lib/testing/people";
import { putManifest, sampleEntry, sampleManifest } from "@/lib/testing/sample-manifest";
import { twoBuckets } from "@/lib/testing/two-buckets";
import { endedRuns } from "./follow-run";
import { proposeRestore } from "./plan-restore";
import { createRun, readPlan, readRun, replaceRun } from "./run-records";
import { startRun } from "./start-run";

const NOW = new Date("2026-11-21T03:00:00Z");
const run = newRunId(NOW, "abcdef");

function setUp() {
  const records = new MemoryObjectStore("records");
  return { ...twoBuckets(), records, tasks: new MemoryTaskRunner(), ended: endedRuns() };
}

const other = (more: Partial<RunRecord>): RunRecord => ({
  version: 1,
  id: runId.parse("20261121T025900Z-zzzzzz"),
  kind: "backup",
  state: "running",
  trigger: "schedule",
  requested_at: NOW.toISOString(),
  updated_at: NOW.toISOString(),
  ...more,
});

describe("starting a backup", () => {
  let deps: ReturnType<typeof setUp>;
  const start = (id = run) => startRun(deps, { kind: "backup", run: id }, OLGA, NOW);
  beforeEach(() => {
    deps = setUp();
  });

  test("records it, starts the task with the run's id and nothing secret, and notes the task and its log", async () => {
    await start();
    expect(deps.tasks.started).toEqual([{ kind: "backup", run, environment: { RUN_ID: run, RUN_TRIGGER: "manual" } }]);
    const { record } = await readRun(deps.records, run);
    expect(record).toMatchObject({
      state: "queued",
      actor: "olga",
      actor_id: OLGA.id,
      task: { log_group: "/holdfast/worker" },
    });
  });

  test("keeps in the record what is to come first, where the worker reads it", async () => {
    const request = { first: [repositoryName.parse("acme/web")] };
    await startRun(deps, { kind: "backup", run, request }, OLGA, NOW);
    expect(deps.tasks.started).toEqual([{ kind: "backup", run, environment: { RUN_ID: run, RUN_TRIGGER: "manual" } }]);
    expect((await readRun(deps.records, run)).record).toMatchObject({ state: "queued", backup: { request } });
  });

  test("asked for twice with the same id is one run", async () => {
    await start();
    expect((await start()).id).toBe(run);
    expect(deps.tasks.started).toHaveLength(1);
  });

  test("is refused while another backup is going on, naming that run", async () => {
    await createRun(deps.records, other({}));
    await expect(start()).rejects.toMatchObject({ code: "run-already-active", facts: { run: other({}).id } });
    expect(deps.tasks.started).toEqual([]);
  });

  test("is not hindered by a restore, nor by a backup that has ended", async () => {
    await createRun(deps.records, other({ kind: "restore" }));
    await createRun(deps.records, other({ id: runId.parse("20261121T020000Z-yyyyyy"), state: "partial" }));
    await start();
    expect(deps.tasks.started).toHaveLength(1);
  });

  test("gives way when two consoles start at the same moment: the earlier id wins", async () => {
    const earlier = other({ id: runId.parse("20261121T025959Z-aaaaaa"), state: "queued" });
    const put = deps.records.put.bind(deps.records);
    deps.records.put = async (...args) => {
      deps.records.put = put;
      await createRun(deps.records, earlier);
      return put(...args);
    };
    await expect(start()).rejects.toMatchObject({ code: "run-already-active" });
    expect((await readRun(deps.records, run)).record.state).toBe("failed");
    expect(deps.tasks.started).toEqual([]);
  });

  test("that ECS refuses stays as a failed run with the reason", async () => {
    deps.tasks.failure = new AppError("run-not-started", { detail: "RESOURCE:MEMORY" });
    await expect(start()).rejects.toBe(deps.tasks.failure);
    const { record } = await readRun(deps.records, run);
    expect(record).toMatchObject({ state: "failed", error: { code: "run-not-started" } });
  });

  test("does not overwrite what a quick worker has written meanwhile", async () => {
    deps.tasks.onStart = async () => {
      const { record, etag } = await readRun(deps.records, run);
      await replaceRun(deps.records, { ...record, state: "running" }, etag);
    };
    await start();
    expect((await readRun(deps.records, run)).record.state).toBe("running");
  });

  test("from a page that was left open for long is refused", async () => {
    const old = newRunId(new Date("2026-11-21T01:00:00Z"), "abcdef");
    await expect(start(old)).rejects.toSatisfy((error) => hasCode(error, "input-invalid"));
  });

  test("cannot take the id of somebody else's run", async () => {
    await createRun(deps.records, other({ id: run, actor: "vera", state: "failed" }));
    await expect(start()).rejects.toSatisfy((error) => hasCode(error, "input-invalid"));
  });
});

describe("starting a restore", () => {
  let deps: ReturnType<typeof setUp>;
  const request = restoreRequest.parse({
    snapshot: "2026-11-21",
    repository: "acme/api",
    source: "primary",
    target: "acme/api-restored",
  });
  const start = (more: { digest: string; confirmation?: string }) =>
    startRun(deps, { kind: "restore", run, request, confirmation: "acme/api-restored", ...more }, OLGA, NOW);
  beforeEach(async () => {
    deps = setUp();
    await putManifest(deps.sides.primary, sampleManifest("2026-11-21", [sampleEntry("acme/api")]));
  });

  test("hands the approved plan to the worker before the task begins", async () => {
    const { digest } = await proposeRestore(deps, request);
    deps.tasks.onStart = async () => {
      expect(await readPlan(deps.records, run)).toMatchObject({ digest, approvedBy: "olga", plan: { request } });
    };
    const record = await start({ digest });
    expect(record.restore).toEqual({ request, plan_digest: digest });
    expect(deps.tasks.started).toMatchObject([{ kind: "restore" }]);
  });

  test("is refused when the plan is not the one that was looked at", async () => {
    await expect(start({ digest: "sha256:other" })).rejects.toSatisfy((error) => hasCode(error, "plan-changed"));
    expect(deps.tasks.started).toEqual([]);
  });

  test("is refused when the target was not typed exactly", async () => {
    const { digest } = await proposeRestore(deps, request);
    for (const confirmation of ["", "acme/api", "acme/API-restored", "acme/api-restored "]) {
      await expect(start({ digest, confirmation })).rejects.toSatisfy((error) => hasCode(error, "confirmation-wrong"));
    }
    expect(deps.tasks.started).toEqual([]);
  });

  test("only checked asks for nothing to be typed, and is told so to the worker", async () => {
    const { digest } = await proposeRestore(deps, request);
    const record = await startRun(
      deps,
      { kind: "restore", run, request, digest, confirmation: "", checkOnly: true },
      OLGA,
      NOW,
    );
    expect(record.restore).toMatchObject({ check_only: true });
    expect(await readPlan(deps.records, run)).toMatchObject({ checkOnly: true });
  });

  test("into a directory of the worker's machine is for the command line", async () => {
    const local = restoreRequest.parse({ ...request, kind: "local", directory: "/srv/x" });
    const started = startRun(deps, { kind: "restore", run, request: local, digest: "", confirmation: "" }, OLGA, NOW);
    await expect(started).rejects.toSatisfy((error) => hasCode(error, "input-invalid"));
  });

  test("of many is started by typing how many they are", async () => {
    const batch = restoreRequest.parse({
      ...{ kind: "batch", snapshot: "2026-11-21", source: "primary" },
      ...{ repositories: "all", naming: { suffix: "-restored" } },
    });
    const { digest, confirmation } = await proposeRestore(deps, batch);
    expect(confirmation).toBe("restore 1 repository");
    const begin = (typed: string) =>
      startRun(deps, { kind: "restore", run, request: batch, digest, confirmation: typed }, OLGA, NOW);
    await expect(begin("acme/api-restored")).rejects.toSatisfy((error) => hasCode(error, "confirmation-wrong"));
    expect((await begin("restore 1 repository")).restore?.request.kind).toBe("batch");
  });
});

describe("retrying a restore", () => {
  let deps: ReturnType<typeof setUp>;
  const again = newRunId(NOW, "retry1");
  const request = restoreRequest.parse({
    ...{ snapshot: "2026-11-21", repository: "acme/api", source: "primary", target: "acme/api-restored" },
  });
  const retry = (of = run, id = again) => startRun(deps, { kind: "retry", run: id, of }, OMAR, NOW);
  const end = async (id: typeof run, more: Partial<RunRecord>) => {
    const { record, etag } = await readRun(deps.records, id);
    await replaceRun(deps.records, { ...record, ...more }, etag);
  };
  beforeEach(async () => {
    deps = setUp();
    await putManifest(deps.sides.primary, sampleManifest("2026-11-21", [sampleEntry("acme/api")]));
    const { digest } = await proposeRestore(deps, request);
    await startRun(deps, { kind: "restore", run, request, digest, confirmation: "acme/api-restored" }, OLGA, NOW);
  });

  test("goes by the plan that was approved then, and names the run whose work it goes on with", async () => {
    await end(run, { state: "failed" });
    const record = await retry();
    expect(record).toMatchObject({ trigger: "retry", actor: "omar", actor_id: OMAR.id, restore: { retry_of: run } });
    const [before, after] = [await readPlan(deps.records, run), await readPlan(deps.records, again)];
    expect(after).toMatchObject({ plan: before.plan, digest: before.digest, retryOf: run, approvedBy: "omar" });
    expect(deps.tasks.started.at(-1)).toMatchObject({
      kind: "restore",
      run: again,
      environment: { RUN_TRIGGER: "retry" },
    });
  });

  test("of a retry goes on with the first one's work: the journal is under that", async () => {
    await end(run, { state: "partial" });
    await retry();
    await end(again, { state: "failed" });
    const third = newRunId(NOW, "retry2");
    expect((await retry(again, third)).restore?.retry_of).toBe(run);
  });

  test("is refused while it is going on, when it has done everything, and of a backup or a check", async () => {
    await expect(retry()).rejects.toSatisfy((error) => hasCode(error, "run-already-active"));
    await end(run, { state: "succeeded" });
    await expect(retry()).rejects.toSatisfy((error) => hasCode(error, "nothing-to-retry"));
    const backup = newRunId(NOW, "backup");
    await createRun(deps.records, other({ id: backup, state: "failed" }));
    await expect(retry(backup)).rejects.toMatchObject({ facts: { why: "it is a backup" } });
    const checked = newRunId(NOW, "checkd");
    const restore = { request, plan_digest: "sha256:1", check_only: true };
    await createRun(deps.records, other({ id: checked, kind: "restore", state: "failed", restore }));
    await expect(retry(checked)).rejects.toSatisfy((error) => hasCode(error, "nothing-to-retry"));
  });
});

describe("starting a drill", () => {
  let deps: ReturnType<typeof setUp> & { drillTask?: DrillTask };
  const start = (id = run) => startRun(deps, { kind: "drill", run: id }, OLGA, NOW);
  beforeEach(() => {
    deps = { ...setUp(), drillTask: { repositories: 3 } };
  });

  test("starts the task with the run's id; what is restored where, its definition says", async () => {
    await start();
    expect(deps.tasks.started).toEqual([{ kind: "drill", run, environment: { RUN_ID: run, RUN_TRIGGER: "manual" } }]);
    expect((await readRun(deps.records, run)).record).toMatchObject({ kind: "drill", state: "queued", actor: "olga" });
  });

  test("is refused while another drill is going on, whose repositories it would take away; a backup does not hinder it", async () => {
    await createRun(deps.records, other({}));
    const twin = other({ id: runId.parse("20261121T025930Z-zzzzzz"), kind: "drill" });
    await createRun(deps.records, twin);
    await expect(start()).rejects.toMatchObject({
      code: "run-already-active",
      facts: { kind: "drill", run: twin.id },
    });
    await replaceRun(deps.records, { ...twin, state: "succeeded" }, (await readRun(deps.records, twin.id)).etag);
    await start();
    expect(deps.tasks.started).toHaveLength(1);
  });

  test("is refused where drills are not switched on, and nothing is recorded", async () => {
    deps.drillTask = undefined;
    await expect(start()).rejects.toMatchObject({ code: "drills-off" });
    await expect(readRun(deps.records, run)).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("starting a proof", () => {
  const request = {
    scope: "repository" as const,
    repository: repositoryName.parse("acme/web"),
    side: "replica" as const,
  };

  test("puts what is asked for into the record, where the worker reads it, and nothing of it into the task", async () => {
    const deps = setUp();
    await startRun(deps, { kind: "verify", run, request }, OLGA, NOW);
    expect(deps.tasks.started).toEqual([{ kind: "verify", run, environment: { RUN_ID: run, RUN_TRIGGER: "manual" } }]);
    const { record } = await readRun(deps.records, run);
    expect(record).toMatchObject({ kind: "verify", actor: "olga", state: "queued", verify: { request } });
  });

  test("is not hindered by a backup that is going on, nor by another proof", async () => {
    const deps = setUp();
    await createRun(deps.records, other({}));
    await createRun(deps.records, other({ id: runId.parse("20261121T025800Z-yyyyyy"), kind: "verify" }));
    await startRun(deps, { kind: "verify", run, request }, OLGA, NOW);
    expect(deps.tasks.started).toHaveLength(1);
  });
});
