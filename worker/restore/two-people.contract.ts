// Two people agree in the console's code, under the console's role, over a real S3; the worker's process looks at what they left.
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { S3ObjectStore } from "@/lib/adapters/s3/s3-object-store";
import { NOBODY_ELSE, TWO_PEOPLE_ACTS } from "@/lib/domain/approval/two-people";
import { approvalKey } from "@/lib/domain/bucket-keys";
import { approvalId } from "@/lib/domain/ids-schema";
import { restoreRequest } from "@/lib/domain/restore-request-schema";
import { readApproval } from "@/lib/operations/approval-records";
import { askApproval } from "@/lib/operations/ask-approval";
import { decideApproval, withdrawApproval } from "@/lib/operations/decide-approval";
import { endedRuns } from "@/lib/operations/follow-run";
import { ManifestCache } from "@/lib/operations/manifest-cache";
import { type PlanRestore, proposeRestore } from "@/lib/operations/plan-restore";
import { openApproval } from "@/lib/operations/read-approvals";
import { backupsIn } from "@/lib/operations/read-manifest";
import { readPlan } from "@/lib/operations/run-records";
import { type StartRun, startRun } from "@/lib/operations/start-run";
import { MemoryTaskRunner } from "@/lib/testing/memory-task-runner";
import { IGOR, INES, OMAR } from "@/lib/testing/people";
import { BUCKETS, REGION } from "@/sandbox/names";
import { rolePrincipal } from "@/sandbox/roles";
import { RestoreBench, small } from "./testing/restore-bench";

const RULE = { TWO_PERSON_RULE: TWO_PEOPLE_ACTS.join(",") };
let bench: RestoreBench;
let deps: StartRun & PlanRestore & { tasks: MemoryTaskRunner };

beforeAll(async () => {
  bench = await RestoreBench.start([small("one"), small("two")]);
  const { accessKeyId, secretAccessKey } = rolePrincipal("console");
  process.env.AWS_ACCESS_KEY_ID = accessKeyId;
  process.env.AWS_SECRET_ACCESS_KEY = secretAccessKey;
  const store = (bucket: string) => new S3ObjectStore({ bucket, region: REGION, endpoint: bench.box.urls.s3 });
  deps = {
    ...{ sides: { primary: backupsIn(store(BUCKETS.backups)) }, cache: new ManifestCache() },
    ...{ records: store(BUCKETS.records), tasks: new MemoryTaskRunner(), ended: endedRuns() },
    twoPeople: { ...NOBODY_ELSE, acts: TWO_PEOPLE_ACTS },
  };
});
afterAll(() => bench.stop());

async function asked(suffix: string) {
  const request = restoreRequest.parse({
    ...{ kind: "batch", snapshot: bench.manifest.snapshot, source: "primary" },
    ...{ repositories: "all", naming: { suffix } },
  });
  const { plan, digest } = await proposeRestore(deps, request);
  const id = approvalId.parse(bench.newId());
  await askApproval(deps, { id, request, digest, why: "a drill" }, OMAR, new Date());
  const confirmation = "restore 2 repositories";
  const approve = (by = INES) =>
    decideApproval(deps, { id, decision: "approved", digest, confirmation }, by, new Date());
  const start = (run = bench.newId()) =>
    startRun(deps, { kind: "restore", run, request, digest, confirmation, approval: id }, OMAR, new Date());
  return { id, plan, digest, approve, start };
}

const codes = (settled: PromiseSettledResult<unknown>[]) =>
  settled.map((each) => (each.status === "fulfilled" ? "done" : each.reason.code)).sort();

test("what two people agreed on is restored; the record says by whose word", async () => {
  const { id, approve, start } = await asked("-agreed");
  await approve();
  const { id: run } = await start();
  const done = await bench.carryOut(run, RULE);
  expect(done.exitCode, done.output).toBe(0);
  expect(await bench.exists("acme/two-agreed")).toBe(true);
  expect((await bench.record(run)).restore).toMatchObject({ approval: id, counts: { done: 2 } });
  // A retry from the command line goes on under the same word.
  expect((await bench.restore(["--retry", run], { variables: RULE })).exitCode).toBe(0);
});

test("of two who approve, of one who approves and one who withdraws, and of two starts at once, one is the first", async () => {
  const first = await asked("-race");
  expect(codes(await Promise.allSettled([first.approve(INES), first.approve(IGOR)]))).toEqual([
    "approval-closed",
    "done",
  ]);
  expect(codes(await Promise.allSettled([first.start(), first.start(), first.start()]))).toEqual([
    "approval-closed",
    "approval-closed",
    "done",
  ]);
  const taken = await readApproval(deps.records, first.id);
  const second = await asked("-race2");
  await second.approve();
  const ends = await Promise.allSettled([second.start(), withdrawApproval(deps, second.id, OMAR, new Date())]);
  expect(codes(ends)).toEqual(["approval-closed", "done"]);
  expect(taken.end?.end === "used" && (await readPlan(deps.records, taken.end.run)).approval).toBe(first.id);
});

test("under the rule the task begins nothing that nobody else has agreed on, whoever has started it", async () => {
  const { plan } = await asked("-alone");
  const run = bench.newId();
  await bench.approve(run, { plan });
  expect((await bench.carryOut(run, RULE)).last).toMatchObject({ code: "approval-missing" });
  const typed = await bench.restore(["--all", "--suffix=-alone"], { variables: RULE });
  expect(typed.last).toMatchObject({ code: "approval-missing" });
  expect(await bench.namesOf("acme", "one-alone")).toEqual([]);
  // Only asking GitHub needs nobody.
  expect((await bench.restore(["--all", "--suffix=-alone", "--check"], { variables: RULE })).exitCode).toBe(0);
});

test("an approval that does not hold is found out, also where the task knows no rule", async () => {
  const { id, plan, approve, start } = await asked("-forged");
  await approve();
  await start();
  const run = bench.newId();
  await bench.approve(run, { plan, approval: id });
  expect((await bench.carryOut(run)).last).toMatchObject({
    code: "approval-unsound",
    message: expect.stringContaining("it was used by run"),
  });
  const other = await asked("-forged-other");
  await bench.approve(bench.newId(), { plan });
  const wrong = bench.newId();
  await bench.approve(wrong, { plan, approval: other.id });
  expect((await bench.carryOut(wrong)).last?.message).toContain("it is for another plan");
  const none = bench.newId();
  await bench.approve(none, { plan, approval: approvalId.parse("20260101T000000Z-nobody") });
  expect((await bench.carryOut(none)).last).toMatchObject({ code: "approval-unsound" });
  expect(await bench.namesOf("acme", "one-forged")).toEqual([]);
});

test("a plan that is changed where it lies can no more be approved", async () => {
  const { id, approve } = await asked("-changed");
  const Key = approvalKey(id, "plan");
  const { Body } = await bench.box.s3.send(new GetObjectCommand({ Bucket: BUCKETS.records, Key }));
  const plan = JSON.parse((await Body?.transformToString()) ?? "");
  const altered = JSON.stringify({ ...plan, warnings: [], totalBytes: 1 });
  await bench.box.s3.send(new PutObjectCommand({ Bucket: BUCKETS.records, Key, Body: altered }));
  expect(await openApproval(deps, id, new Date())).toMatchObject({ intact: false });
  await expect(approve()).rejects.toMatchObject({ code: "approval-unsound" });
});

test("the console's role says each word once, and replaces none", async () => {
  const key = approvalKey((await asked("-once")).id, "request");
  await expect(deps.records.put(key, "{}", { onlyIf: "absent" })).rejects.toMatchObject({ code: "object-exists" });
  await expect(deps.records.put(key, "{}")).rejects.toMatchObject({ code: "storage-denied" });
});
