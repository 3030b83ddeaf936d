import type { NamedPerson } from "@/lib/domain/approval/approval";
import type { DrillTask } from "@/lib/domain/drills-now";
import { AppError, hasCode, problemOf } from "@/lib/domain/errors";
import { type FollowedRun, isActive } from "@/lib/domain/followed-run";
import { type RunId, runIdTime } from "@/lib/domain/ids";
import type { ApprovedPlan } from "@/lib/domain/restore-plan";
import type { StartRunInput } from "@/lib/domain/restore-proposal";
import type { RunRecord } from "@/lib/domain/run";
import type { StartedTask } from "@/lib/ports/task-runner";
import { type FollowRun, followRun } from "./follow-run";
import { listRuns } from "./list-runs";
import { type PlanRestore, proposeAsApproved } from "./plan-restore";
import { createRun, readPlan, readRun, replaceRun, writePlan } from "./run-records";
import { agreedByTwo, agreedForRetry } from "./use-approval";

export interface StartRun extends FollowRun, PlanRestore {
  /** It has a task for restores only. */
  standby?: boolean;
  /** Undefined where drills are not switched on. */
  drillTask?: DrillTask;
  /** Whether there is a task for holds: a console that was deployed with older infra has none. */
  holds?: boolean;
}

/** A run's id is proposed by the browser; one that is older than this comes from a page that was left open. */
const ID_AGE_MS = 15 * 60_000;

/** As far back as a run can still be going on. */
const RECENT_RUNS = 30;

type StartBackup = Extract<StartRunInput, { kind: "backup" }>;
type StartRestore = Extract<StartRunInput, { kind: "restore" }>;
type StartVerify = Extract<StartRunInput, { kind: "verify" }>;
type StartHold = Extract<StartRunInput, { kind: "hold" }>;
type StartRetry = Extract<StartRunInput, { kind: "retry" }>;

/**
 * Starts a run and returns its record. The same request made twice is one run. A second backup while one is going on is
 * refused, and so is a second drill; a restore is planned again and refused when its plan is not the one that was approved.
 * @throws AppError input-invalid, standby-restores-only, run-already-active, drills-off, holds-off, plan-changed, confirmation-wrong,
 * nothing-to-retry, run-not-started, approval-*, and as proposeRestore
 */
export async function startRun(
  deps: StartRun,
  input: StartRunInput,
  person: NamedPerson,
  now: Date,
): Promise<RunRecord> {
  const twin = await sameRequest(deps, input, person.login);
  if (twin) return twin;
  if (Math.abs(now.getTime() - runIdTime(input.run).getTime()) > ID_AGE_MS)
    throw new AppError("input-invalid", { problem: "run: the page is too old, reload it" });
  // There is no task for anything else, and no schedule.
  if (deps.standby && input.kind !== "restore" && input.kind !== "retry")
    throw new AppError("standby-restores-only", { kind: input.kind });
  switch (input.kind) {
    case "backup":
      return startAlone(deps, "backup", { ...queued(input.run, "backup", person, now), ...askedOf(input) }, now);
    case "drill":
      // A drill takes away what drills before it have left, and would take another's at work for that.
      if (!deps.drillTask) throw new AppError("drills-off");
      return startAlone(deps, "drill", queued(input.run, "drill", person, now), now);
    case "restore":
      return startRestore(deps, input, person, now);
    case "verify":
      return startVerify(deps, input, person, now);
    case "hold":
      if (!deps.holds) throw new AppError("holds-off");
      return startHold(deps, input, person, now);
    case "retry":
      return startRetry(deps, input, person, now);
  }
}

/** Of which only one at a time may be at work. */
type Alone = "backup" | "drill";

async function startAlone(deps: StartRun, kind: Alone, record: RunRecord, now: Date): Promise<RunRecord> {
  await refuseSecond(deps, kind, () => true, now);
  const { etag } = await createRun(deps.records, record);
  try {
    // Two consoles may both have found nothing; by now each sees the other's record and the later one gives way.
    await refuseSecond(deps, kind, (other) => other < record.id, now);
  } catch (error) {
    await replaceRun(deps.records, { ...record, state: "failed", error: problemOf(error) }, etag);
    throw error;
  }
  return launch(deps, record, etag);
}

/** What is asked for stands in the record, where the worker reads it. */
const askedOf = ({ request }: StartBackup): Pick<RunRecord, "backup"> => (request ? { backup: { request } } : {});

/** Likewise. Several may work at once: their proofs are merged. */
async function startVerify(
  deps: StartRun,
  { run, request }: StartVerify,
  person: NamedPerson,
  now: Date,
): Promise<RunRecord> {
  const record = { ...queued(run, "verify", person, now), verify: { request }, snapshot: request.snapshot };
  const { etag } = await createRun(deps.records, record);
  return launch(deps, record, etag);
}

/** Several may work at once: what one has copied the other leaves as it is. */
async function startHold(
  deps: StartRun,
  { run, request }: StartHold,
  person: NamedPerson,
  now: Date,
): Promise<RunRecord> {
  const record = { ...queued(run, "hold", person, now), hold: { request }, snapshot: request.snapshot };
  const { etag } = await createRun(deps.records, record);
  return launch(deps, record, etag);
}

async function startRestore(deps: StartRun, input: StartRestore, person: NamedPerson, now: Date): Promise<RunRecord> {
  const { request, digest, confirmation, run, checkOnly } = input;
  if (request.kind === "local")
    throw new AppError("input-invalid", {
      problem: "request: a directory of the worker's machine is for the command line",
    });
  const proposal = await proposeAsApproved(deps, request, digest);
  const expected = checkOnly ? undefined : proposal.confirmation;
  if (expected !== undefined && confirmation !== expected) throw new AppError("confirmation-wrong", { expected });
  // The last thing before the record: what was taken up for a start that is refused is lost.
  const approval = checkOnly ? undefined : await agreedByTwo(deps, input, proposal, person, now);
  const { plan } = proposal;
  const approved = { run, digest, plan, approvedBy: person.login, approvedAt: now.toISOString(), checkOnly };
  return launchApproved(deps, { ...approved, approval }, queued(run, "restore", person, now));
}

/** The same plan, approved then; what it has done already is skipped by the worker, which goes by the journal. */
async function startRetry(deps: StartRun, { run, of }: StartRetry, person: NamedPerson, now: Date): Promise<RunRecord> {
  refuseRetry(await followRun(deps, of, now));
  const before = await readPlan(deps.records, of);
  const retryOf = before.retryOf ?? of;
  await agreedForRetry(deps, { ...before, retryOf }, now);
  const approved = { ...before, run, retryOf, approvedBy: person.login, approvedAt: now.toISOString() };
  return launchApproved(deps, approved, { ...queued(run, "restore", person, now), trigger: "retry" });
}

function refuseRetry(run: FollowedRun): void {
  const { id, kind, state, restore } = run.record;
  if (kind !== "restore") throw new AppError("nothing-to-retry", { run: id, why: `it is a ${kind}` });
  if (isActive(run)) throw new AppError("run-already-active", { kind, run: id });
  if (restore?.check_only) throw new AppError("nothing-to-retry", { run: id, why: "it only checked" });
  if (state === "succeeded") throw new AppError("nothing-to-retry", { run: id, why: "everything is restored" });
}

/** The record first: it is what makes the id taken. The plan must stand before the task looks for it. */
async function launchApproved(deps: StartRun, approved: ApprovedPlan, base: RunRecord): Promise<RunRecord> {
  const { plan, digest, retryOf, checkOnly, approval } = approved;
  const restore = { request: plan.request, plan_digest: digest, retry_of: retryOf, check_only: checkOnly, approval };
  const record = { ...base, restore };
  const { etag } = await createRun(deps.records, record);
  await writePlan(deps.records, approved);
  return launch(deps, record, etag);
}

/** The record of the same request made before, by the same person. */
async function sameRequest(deps: StartRun, input: StartRunInput, actor: string): Promise<RunRecord | undefined> {
  try {
    const { record } = await readRun(deps.records, input.run);
    if (record.kind === kindOf(input) && record.actor === actor) return record;
    throw new AppError("input-invalid", { problem: "run: this id is taken, reload the page" });
  } catch (error) {
    if (hasCode(error, "not-found")) return undefined;
    throw error;
  }
}

/** Refuses when a run of this kind is going on whose id `counts`. */
async function refuseSecond(deps: StartRun, kind: Alone, counts: (other: RunId) => boolean, now: Date): Promise<void> {
  const { runs } = await listRuns(deps, { limit: RECENT_RUNS }, now);
  const active = runs.find((run) => run.record.kind === kind && counts(run.record.id) && isActive(run));
  if (active) throw new AppError("run-already-active", { kind, run: active.record.id });
}

const kindOf = ({ kind }: StartRunInput) => (kind === "retry" ? "restore" : kind);

function queued(run: RunId, kind: RunRecord["kind"], { login: actor, id }: NamedPerson, now: Date): RunRecord {
  const at = now.toISOString();
  const asked = { trigger: "manual" as const, actor, actor_id: id, requested_at: at };
  return { version: 1, id: run, kind, state: "queued", ...asked, updated_at: at };
}

async function launch(deps: StartRun, record: RunRecord, etag: string): Promise<RunRecord> {
  // Nothing else goes to the task: no lists, no tokens; what it needs it reads from the records bucket.
  const environment = { RUN_ID: record.id, RUN_TRIGGER: record.trigger };
  let task: StartedTask;
  try {
    task = await deps.tasks.start(record.kind, record.id, environment);
  } catch (error) {
    await replaceRun(deps.records, { ...record, state: "failed", error: problemOf(error) }, etag);
    throw error;
  }
  const started = { ...record, task: { arn: task.arn, log_group: task.logGroup, log_stream: task.logStream } };
  try {
    await replaceRun(deps.records, started, etag);
  } catch (error) {
    // The worker was quicker and has written the record already; it names its task itself.
    if (!hasCode(error, "object-changed")) throw error;
  }
  return started;
}
