import { confirmationFor, isGrave } from "@/lib/domain/confirmation";
import { AppError, hasCode } from "@/lib/domain/errors";
import { planDifference } from "@/lib/domain/plan-difference";
import type { ApprovedPlan, RestorePlan } from "@/lib/domain/restore-plan";
import type { RestoreRequest } from "@/lib/domain/restore-request";
import type { Sides } from "@/lib/operations/both-sides";
import { makeRestorePlan } from "@/lib/operations/make-restore-plan";
import { backupsIn } from "@/lib/operations/read-manifest";
import { readPlan, writeOwnPlan } from "@/lib/operations/run-records";
import { EitherSide } from "@/lib/rebuild/either-side";
import type { Agreed } from "./agreed";
import type { RestoreContext } from "./restore-context";

/**
 * The plan, made anew here and compared with the one a person approved. From the command line it is approved by whoever
 * typed it, and kept, so that the run can be retried.
 * @throws AppError plan-changed, confirmation-wrong, input-invalid, not-found, and as makeRestorePlan
 */
export async function agreePlan(context: RestoreContext): Promise<Agreed> {
  const { asked, recorder } = context;
  const sides = sidesOf(context);
  const approved = await approvedPlan(context);
  const request = approved?.plan.request ?? asked.request;
  if (!request)
    throw new AppError("input-invalid", {
      problem: "neither RUN_ID with an approved plan nor what to restore is given",
    });
  const made = await makeRestorePlan(sides, request, new Set(approved ? knownTargets(approved.plan) : []));
  for (const notice of made.notices) context.log.warn("other-bucket", notice);
  if (approved && approved.digest !== made.digest) {
    const difference = planDifference(approved.plan, made.plan) ?? "it was approved with another version of Holdfast";
    throw new AppError("plan-changed", { difference });
  }
  if (!approved) confirmTyped(request, made.plan, asked.confirm);
  const checkOnly = asked.checkOnly || approved?.checkOnly === true;
  const retryOf = approved?.retryOf;
  const agreed: Agreed = {
    plan: made.plan,
    digest: made.digest,
    approvedBy: approved?.approvedBy ?? "command line",
    approval: approved?.approval,
    retryOf,
    checkOnly,
    origin: retryOf ?? recorder.run,
    sides,
    source: new EitherSide(sides, request.kind === "rearm" ? "primary" : request.source),
  };
  if (!approved && !checkOnly) await keepPlan(context, agreed);
  return agreed;
}

export function sidesOf({ services, env }: Pick<RestoreContext, "services" | "env">): Sides {
  const { primary, replica } = services;
  return {
    primary: backupsIn(primary, env.ROOT_PREFIX),
    replica: replica && backupsIn(replica, env.ROOT_PREFIX),
  };
}

/** The plan of this run, or of the one that is retried from the command line. */
async function approvedPlan({ asked, services, recorder, now }: RestoreContext): Promise<ApprovedPlan | undefined> {
  const { records } = services;
  if (asked.retryOf !== undefined) {
    if (!records)
      throw new AppError("input-invalid", { problem: "--retry needs RECORDS_BUCKET: the plan is kept there" });
    const before = await readPlan(records, asked.retryOf);
    if (before.checkOnly) throw new AppError("nothing-to-retry", { run: asked.retryOf, why: "it only checked" });
    const retryOf = before.retryOf ?? asked.retryOf;
    return { ...before, run: recorder.run, retryOf, approvedAt: now().toISOString() };
  }
  return asked.request === undefined && records ? readPlan(records, recorder.run) : undefined;
}

/** What the plan knew to exist when it was approved. What exists now is asked before anything is created. */
function knownTargets({ refused }: RestorePlan): string[] {
  return refused.flatMap(({ target, problem }) =>
    target && problem.code === "target-exists" ? [target.toLowerCase()] : [],
  );
}

/** On a command line only what cannot be taken back has to be typed twice. */
function confirmTyped(request: RestoreRequest, plan: RestorePlan, typed: string | undefined): void {
  if (!isGrave(request)) return;
  const expected = confirmationFor(plan);
  if (typed !== expected) throw new AppError("confirmation-wrong", { expected: `--confirm ${expected}` });
}

/** For a retry. A role that may not write it restores all the same. */
async function keepPlan({ services, recorder, log, now }: RestoreContext, agreed: Agreed): Promise<void> {
  if (!services.records) return;
  const { plan, digest, approvedBy } = agreed;
  try {
    await writeOwnPlan(services.records, {
      run: recorder.run,
      digest,
      plan,
      approvedBy,
      approvedAt: now().toISOString(),
    });
  } catch (error) {
    if (!hasCode(error, "storage-denied", "object-exists")) throw error;
    log.warn("plan-not-kept", "the plan could not be kept, so this run cannot be retried: start it again instead");
  }
}
