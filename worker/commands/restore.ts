import { AppError, asAppError, problemOf } from "@/lib/domain/errors";
import type { Receipt } from "@/lib/domain/receipt";
import { planDifference, type RestoreRequest, type RestoreStep } from "@/lib/domain/restore-plan";
import type { RestoreEnvironment } from "@/lib/env";
import { makeRestorePlan, type PlanWithDigest, storeFor } from "@/lib/operations/make-restore-plan";
import { readPlan, writeReceipt } from "@/lib/operations/run-records";
import type { CreatedRepository, RestoreTarget } from "@/lib/ports/restore-target";
import { compareTarget } from "../compare-target";
import { type FetchedBundle, fetchChain } from "../fetch-chain";
import type { Log } from "../log";
import { pushRepository, skippedRefs } from "../push-repository";
import { type Rebuilt, rebuildRepository } from "../rebuild-repository";
import type { RunRecorder } from "../run-recorder";
import { withScratch } from "../scratch";
import type { RestoreServices } from "../services";
import { StepClock } from "../step-clock";

export interface RestoreContext {
  env: RestoreEnvironment;
  services: RestoreServices;
  recorder: RunRecorder;
  log: Log;
  now: () => Date;
  signal: AbortSignal;
  /** From the command line; without it the approved plan of the run is read from the records bucket. */
  request?: RestoreRequest;
  dryRun: boolean;
  print: (text: string) => void;
}

/**
 * One restore: plan, rebuild and check everything here, and only then create the repository on GitHub (private, Actions
 * off), push, compare every ref over the wire, write the receipt.
 * @returns the process's exit code
 */
export async function restore(context: RestoreContext): Promise<number> {
  if (context.dryRun) return dryRun(context);
  const { recorder, log, signal } = context;
  await recorder.start();
  try {
    const receipt = await perform(context);
    const { equal, missing, different } = receipt.counts;
    if (missing + different > 0) {
      const first = receipt.refs.find((ref) => ref.state !== "equal")?.name ?? "an extra one";
      throw new AppError("refs-differ", { count: missing + different, repository: receipt.target.repository, first });
    }
    log.info("finished", `${receipt.target.repository}: ${equal} refs restored and compared; ${receipt.target.url}`);
    await recorder.finish({ state: "succeeded", phase: "done" });
    return 0;
  } catch (error) {
    const reason = signal.aborted ? asAppError(signal.reason) : asAppError(error);
    log.error("restore-failed", reason.message, { code: reason.code, hint: reason.hint });
    if (reason.code === "unexpected")
      log.error("stack", String(reason.cause instanceof Error ? reason.cause.stack : reason.cause));
    await recorder.finish({ state: signal.aborted ? "stopped" : "failed", error: problemOf(reason) });
    return reason.exit;
  }
}

async function perform(context: RestoreContext): Promise<Receipt> {
  const { env, recorder, log, now, signal, services } = context;
  const startedAt = now().toISOString();
  const clock = new StepClock(now, (step, text) => {
    recorder.update({ phase: step });
    log.info(step, text);
  });
  const target = await services.target();
  const { plan, digest, approvedBy } = await agreedPlan(context, target);
  const { request } = plan;
  recorder.update({ restore: { request, plan_digest: digest } });
  const step = (name: RestoreStep) => clock.begin(name, plan.steps.find((each) => each.step === name)?.text ?? name);

  return withScratch(env.SCRATCH_DIR, async (scratch) => {
    step("read");
    const store = storeFor({ primary: services.primary, replica: services.replica }, request.source);
    const bundles = await fetchChain(store, plan.chain, scratch, signal, bytesTold(recorder, plan.totalBytes));
    step("rebuild");
    const rebuilt = await rebuildRepository(plan, bundles, scratch, signal);
    for (const finding of rebuilt.findings) log.warn("fsck", `git fsck: ${finding}`);
    step("create");
    const created = await target.create(request.target, plan.description);
    recorder.update({ restore: { request, plan_digest: digest, target_url: created.url } });
    step("actions-off");
    const actionsEnabled = await target.disableActions(request.target);
    if (actionsEnabled)
      throw new AppError("github-forbidden", {
        action: "switch Actions off",
        detail: "they are still on",
        needed: "administration=write",
      });
    step("push");
    const pushTarget = { name: request.target, access: target.gitAccess(created), defaultBranch: plan.defaultBranch };
    await pushRepository(rebuilt, pushTarget, signal);
    step("default-branch");
    await setDefaultBranch(target, request.target, plan.defaultBranch, rebuilt);
    step("compare");
    const compared = await compareTarget(rebuilt.refs, pushTarget, signal);
    step("receipt");
    const durations = clock.end();
    const receipt = makeReceipt({
      plan,
      digest,
      approvedBy,
      recorder,
      startedAt,
      finishedAt: now().toISOString(),
      created,
      actionsEnabled,
      bundles,
      rebuilt,
      compared,
      durations,
      bucket: store.bucket,
    });
    if (services.records) await writeReceipt(services.records, recorder.run, receipt);
    else context.print(JSON.stringify(receipt, null, 2));
    return receipt;
  });
}

/** The plan, made anew here and compared with the one a person approved. GitHub itself is asked whether the target exists. */
async function agreedPlan(
  context: RestoreContext,
  target: RestoreTarget,
): Promise<PlanWithDigest & { approvedBy: string }> {
  const { env, services, recorder } = context;
  const approved =
    context.request === undefined && services.records ? await readPlan(services.records, recorder.run) : undefined;
  const request = context.request ?? approved?.plan.request;
  if (!request)
    throw new AppError("input-invalid", {
      problem: "neither RUN_ID with an approved plan nor --snapshot, --repository and --target are given",
    });
  const existing = new Set((await target.exists(request.target)) ? [request.target.toLowerCase()] : []);
  const made = await makeRestorePlan(
    { primary: services.primary, replica: services.replica },
    env.ROOT_PREFIX,
    request,
    existing,
  );
  if (approved && approved.digest !== made.digest) {
    throw new AppError("plan-changed", {
      difference: planDifference(approved.plan, made.plan) ?? "its digest is another",
    });
  }
  return { ...made, approvedBy: approved?.approvedBy ?? "command line" };
}

async function dryRun(context: RestoreContext): Promise<number> {
  const { env, services, request, print } = context;
  if (!request)
    throw new AppError("input-invalid", { problem: "--dry-run needs --snapshot, --repository and --target" });
  const { plan, digest } = await makeRestorePlan(
    { primary: services.primary, replica: services.replica },
    env.ROOT_PREFIX,
    request,
    new Set(),
  );
  const steps = plan.steps.map(({ text }, index) => `${String(index + 1).padStart(3)}. ${text}`);
  print(
    [
      `plan ${digest}`,
      ...steps,
      ...plan.notRestored.map((each) => `  not restored: ${each}`),
      ...plan.warnings.map((each) => `  warning: ${each}`),
    ].join("\n"),
  );
  return 0;
}

async function setDefaultBranch(
  target: RestoreTarget,
  name: RestoreRequest["target"],
  branch: string | undefined,
  rebuilt: Rebuilt,
): Promise<void> {
  // GitHub refuses a default branch that does not exist, as of a repository that holds tags only.
  if (branch !== undefined && rebuilt.refs.some((ref) => ref.name.startsWith("refs/heads/")))
    await target.setDefaultBranch(name, branch);
}

function bytesTold(recorder: RunRecorder, total: number): (count: number) => void {
  let bytes = 0;
  return (count) => {
    bytes += count;
    recorder.update({ progress: { done: bytes, total, bytes, current: [] } });
  };
}

interface ReceiptParts {
  plan: PlanWithDigest["plan"];
  digest: string;
  approvedBy: string;
  recorder: RunRecorder;
  startedAt: string;
  finishedAt: string;
  created: CreatedRepository;
  actionsEnabled: boolean;
  bundles: FetchedBundle[];
  rebuilt: Rebuilt;
  compared: Pick<Receipt, "refs" | "counts">;
  durations: Record<string, number>;
  bucket: string;
}

function makeReceipt(parts: ReceiptParts): Receipt {
  const { plan, created, rebuilt, bundles } = parts;
  return {
    version: 1,
    run: parts.recorder.run,
    planDigest: parts.digest,
    plan,
    requestedBy: parts.approvedBy,
    startedAt: parts.startedAt,
    finishedAt: parts.finishedAt,
    target: {
      repository: created.name,
      id: created.id,
      url: created.url,
      visibility: created.visibility,
      actionsEnabled: parts.actionsEnabled,
    },
    source: {
      bucket: parts.bucket,
      objects: bundles.map(({ link, versionId, sha256, sizeBytes }) => ({
        key: link.key,
        versionId,
        sha256,
        sizeBytes,
      })),
    },
    ...parts.compared,
    skipped: skippedRefs(rebuilt.refs),
    defaultBranch: plan.defaultBranch,
    fsck: { passed: rebuilt.findings.length === 0, findings: rebuilt.findings },
    durations: parts.durations,
  };
}
