import { beforeEach, describe, expect, test } from "vitest";
import { NOBODY_ELSE, TWO_PEOPLE_ACTS, type TwoPeopleRule } from "@/lib/domain/approval/two-people";
import { approvalKey, planKey, runRecordKey } from "@/lib/domain/bucket-keys";
import { AppError, problemOf } from "@/lib/domain/errors";
import { newRunId, type RunId } from "@/lib/domain/ids";
import { approvalId } from "@/lib/domain/ids-schema";
import { restoreRequest } from "@/lib/domain/restore-request-schema";
import { MemoryObjectStore } from "@/lib/testing/memory-object-store";
import { MemoryTaskRunner } from "@/lib/testing/memory-task-runner";
import { IGOR, INES, OLGA, OMAR } from "@/lib/testing/people";
import { putManifest, sampleEntry, sampleManifest } from "@/lib/testing/sample-manifest";
import { twoBuckets } from "@/lib/testing/two-buckets";
import { readApproval } from "./approval-records";
import { askApproval } from "./ask-approval";
import { decideApproval, withdrawApproval } from "./decide-approval";
import { endedRuns } from "./follow-run";
import { toJson } from "./json-record";
import { proposeRestore } from "./plan-restore";
import { listOpenApprovals, openApproval } from "./read-approvals";
import { readPlan, readRun, replaceRun } from "./run-records";
import { startRun } from "./start-run";

const NOW = new Date("2026-11-21T03:00:00Z");
const later = (hours: number) => new Date(NOW.getTime() + hours * 3_600_000);
const id = approvalId.parse(newRunId(NOW, "asked1"));
const request = restoreRequest.parse({
  ...{ kind: "batch", snapshot: "2026-11-21", source: "primary" },
  ...{ repositories: "all", naming: { suffix: "-restored" } },
});
const confirmation = "restore 2 repositories";

async function setUp() {
  const records = new MemoryObjectStore("records");
  const twoPeople: TwoPeopleRule = { ...NOBODY_ELSE, acts: TWO_PEOPLE_ACTS };
  const deps = { ...twoBuckets(), twoPeople, records, tasks: new MemoryTaskRunner(), ended: endedRuns() };
  const both = [sampleEntry("acme/api"), sampleEntry("acme/web")];
  await putManifest(deps.sides.primary, sampleManifest("2026-11-21", both));
  const { digest } = await proposeRestore(deps, request);
  return { ...deps, digest };
}

let deps: Awaited<ReturnType<typeof setUp>>;
beforeEach(async () => {
  deps = await setUp();
});

const ask = (by = OMAR, more: object = {}) =>
  askApproval(deps, { id, request, digest: deps.digest, why: "the region is gone", ...more }, by, NOW);
const decide = (by = INES, more: object = {}, at = later(1)) =>
  decideApproval(deps, { id, decision: "approved", digest: deps.digest, confirmation, ...more }, by, at);
const runAt = (at: Date, letters = "start1") => newRunId(at, letters);
const start = (more: { run?: RunId; by?: typeof OMAR; at?: Date; approval?: typeof id | undefined } = {}) => {
  const { by = OMAR, at = later(2), run = runAt(at) } = more;
  const approval = "approval" in more ? more.approval : id;
  return startRun(deps, { kind: "restore", run, request, digest: deps.digest, confirmation, approval }, by, at);
};
const nothingStarted = async (run = runAt(later(2))) => {
  expect(deps.tasks.started).toEqual([]);
  await expect(readRun(deps.records, run)).rejects.toMatchObject({ code: "not-found" });
};

describe("asking", () => {
  test("keeps the very plan, who asked and until when; sent twice it is one", async () => {
    const asked = await ask();
    expect(asked).toMatchObject({
      act: "bulk-restore",
      by: OMAR,
      plan_digest: deps.digest,
      until: later(24).toISOString(),
    });
    expect(await ask(OMAR, { why: "once more" })).toEqual(asked);
    expect(await openApproval(deps, id, NOW)).toMatchObject({ intact: true, plan: { request } });
  });

  test("is refused for another plan than the one that is made now, and for what one person may do alone", async () => {
    await expect(ask(OMAR, { digest: "sha256:0" })).rejects.toMatchObject({ code: "plan-changed" });
    deps.twoPeople = NOBODY_ELSE;
    await expect(ask()).rejects.toMatchObject({ code: "approval-not-needed" });
    expect(await listOpenApprovals(deps, NOW)).toMatchObject({ approvals: [] });
  });

  test("is for those who may start it", async () => {
    const change = { action: "set-visibility", visibility: "public" };
    const rearm = { kind: "rearm", target: "acme/x", repositoryId: 1, restoredBy: runAt(NOW), change };
    const publish = restoreRequest.parse(rearm);
    const { digest } = await proposeRestore(deps, publish);
    await expect(ask(OMAR, { request: publish, digest })).rejects.toMatchObject({ code: "not-allowed" });
    expect(await ask(IGOR, { request: publish, digest })).toMatchObject({ act: "public-visibility" });
  });

  test("that was cut off before its request was written is none, and can be done again", async () => {
    await deps.records.put(approvalKey(id, "plan"), toJson({}));
    expect(await listOpenApprovals(deps, NOW)).toEqual({ approvals: [], unreadable: [] });
  });
});

describe("a start that two people have to agree on", () => {
  test("without an approval is refused, and nothing is begun", async () => {
    await expect(start({ approval: undefined })).rejects.toMatchObject({ code: "approval-missing" });
    await ask();
    await expect(start()).rejects.toMatchObject({ code: "approval-closed" });
    await nothingStarted();
  });

  test("with one is begun; record and plan name it", async () => {
    await ask();
    await decide();
    const { id: run } = await start();
    expect((await readRun(deps.records, run)).record.restore).toMatchObject({ approval: id });
    expect(await readPlan(deps.records, run)).toMatchObject({ approval: id, digest: deps.digest });
    expect(await readApproval(deps.records, id)).toMatchObject({ end: { end: "used", run, by: OMAR } });
  });

  test("needs an administrator who is somebody else", async () => {
    await ask(INES);
    await expect(decide(INES)).rejects.toMatchObject({ code: "approval-own" });
    await expect(decide(OLGA)).rejects.toMatchObject({ code: "not-allowed" });
    expect((await readApproval(deps.records, id)).decision).toBeUndefined();
    await decide(IGOR);
    await start({ by: INES });
    expect(deps.tasks.started).toHaveLength(1);
  });

  test("is whoever asked's", async () => {
    await ask();
    await decide();
    await expect(start({ by: INES })).rejects.toMatchObject({ code: "approval-not-yours" });
    await nothingStarted();
  });

  test("is refused from the minute on at which the request expires", async () => {
    await ask();
    await decide();
    await expect(start({ at: later(24) })).rejects.toMatchObject({
      code: "approval-closed",
      facts: { state: "expired" },
    });
    await expect(decide(IGOR, {}, later(24))).rejects.toMatchObject({ code: "approval-closed" });
    await nothingStarted(runAt(later(24)));
  });

  test("is refused when the plan has changed since, whoever has approved it", async () => {
    await ask();
    await decide();
    await putManifest(
      deps.sides.primary,
      sampleManifest("2026-11-21", [sampleEntry("acme/api"), sampleEntry("acme/new")]),
    );
    deps = { ...deps, cache: twoBuckets().cache };
    await expect(start()).rejects.toMatchObject({ code: "plan-changed" });
    expect(await openApproval(deps, id, later(2))).toMatchObject({
      outdated: { code: "plan-changed", hint: expect.stringContaining("ask for that") },
    });
    deps.digest = (await proposeRestore(deps, request)).digest;
    await expect(start()).rejects.toMatchObject({ code: "approval-other-plan" });
    await nothingStarted();
  });

  test("can wait for storage that does not answer: the request's page gives that reason, and not that it is outdated", async () => {
    await ask();
    await decide();
    const failure = new AppError("storage-unreachable", { bucket: "backups", detail: "timeout" });
    deps.primary.failure = failure;
    deps.replica.failure = failure;
    deps = { ...deps, cache: twoBuckets().cache };
    const { outdated } = await openApproval(deps, id, later(2));
    expect(outdated).toEqual(problemOf(failure));
  });

  test("is done once: again with the same approval is refused", async () => {
    await ask();
    await decide();
    await start();
    await expect(start({ run: runAt(later(2), "start2") })).rejects.toMatchObject({ code: "approval-closed" });
    expect(deps.tasks.started).toHaveLength(1);
  });

  test("whose record could not be written after the approval was taken up goes on when it is asked for again", async () => {
    await ask();
    await decide();
    const put = deps.records.put.bind(deps.records);
    deps.records.put = async (...args) => {
      if (args[0] === runRecordKey(runAt(later(2)))) throw new AppError("storage-unreachable", { bucket: "records" });
      return put(...args);
    };
    await expect(start()).rejects.toMatchObject({ code: "storage-unreachable" });
    deps.records.put = put;
    await expect(start({ run: runAt(later(2), "start2") })).rejects.toMatchObject({ code: "approval-closed" });
    await start();
    expect(deps.tasks.started).toHaveLength(1);
  });

  test("a check of the plan needs nobody", async () => {
    const run = runAt(later(2));
    const check = { kind: "restore" as const, run, request, digest: deps.digest, confirmation: "", checkOnly: true };
    await startRun(deps, check, OMAR, later(2));
    expect(deps.tasks.started).toHaveLength(1);
  });
});

describe("deciding", () => {
  beforeEach(() => ask());

  test("takes the typed text, the digest that was seen and the plan as it was asked for", async () => {
    await expect(decide(INES, { confirmation: "restore" })).rejects.toMatchObject({ code: "confirmation-wrong" });
    await expect(decide(INES, { digest: "sha256:0" })).rejects.toMatchObject({ code: "approval-other-plan" });
    const { plan } = await openApproval(deps, id, NOW);
    await deps.records.put(approvalKey(id, "plan"), toJson({ ...plan, items: plan.items.slice(1) }));
    expect(await openApproval(deps, id, NOW)).toMatchObject({ intact: false });
    await expect(decide(INES, { confirmation: "restore 1 repository" })).rejects.toMatchObject({
      code: "approval-unsound",
    });
  });

  test("to refuse needs nothing typed, is final, and leaves the reason", async () => {
    await decide(INES, { decision: "refused", confirmation: undefined, note: "not today" });
    await expect(decide(IGOR)).rejects.toMatchObject({ code: "approval-closed" });
    await expect(start()).rejects.toMatchObject({ code: "approval-closed", facts: { state: "refused" } });
    expect(await readApproval(deps.records, id)).toMatchObject({ decision: { note: "not today" } });
  });

  test("taken back it can no more be used; used it cannot be taken back", async () => {
    await decide();
    await withdrawApproval(deps, id, OMAR, later(1));
    await expect(start()).rejects.toMatchObject({ code: "approval-closed", facts: { state: "withdrawn" } });
    await nothingStarted();
  });
});

test("what two people said about one request is not theirs about another", async () => {
  await ask();
  await decide();
  const copy = approvalId.parse(newRunId(later(1), "copied"));
  for (const file of ["plan", "request", "decision"] as const)
    await deps.records.put(approvalKey(copy, file), (await deps.records.readText(approvalKey(id, file))).text);
  await start();
  await expect(start({ run: runAt(later(2), "start2"), approval: copy })).rejects.toMatchObject({
    code: "record-invalid",
  });
});

describe("retrying", () => {
  const again = (at: Date, of = runAt(later(2))) =>
    startRun(deps, { kind: "retry", run: runAt(at, "again1"), of }, OLGA, at);
  beforeEach(async () => {
    await ask();
    await decide();
    const { id: run } = await start();
    const { record, etag } = await readRun(deps.records, run);
    await replaceRun(deps.records, { ...record, state: "partial" }, etag);
  });

  test("goes on with what two people agreed on, for a week", async () => {
    await expect(again(later(24 * 8))).rejects.toMatchObject({ code: "approval-unsound" });
    expect(await again(later(30))).toMatchObject({ restore: { approval: id, retry_of: runAt(later(2)) } });
  });

  test("is refused of a run that nobody else has approved, and of one that names another run's approval", async () => {
    const { approval: _, ...plan } = await readPlan(deps.records, runAt(later(2)));
    await deps.records.put(planKey(runAt(later(2))), toJson(plan));
    await expect(again(later(3))).rejects.toMatchObject({ code: "approval-missing" });
    const forged = runAt(later(2), "forged");
    const { record } = await readRun(deps.records, runAt(later(2)));
    await deps.records.put(runRecordKey(forged), toJson({ ...record, id: forged }));
    await deps.records.put(planKey(forged), toJson({ ...plan, run: forged, approval: id }));
    await expect(again(later(3), forged)).rejects.toMatchObject({ code: "approval-unsound" });
  });
});
