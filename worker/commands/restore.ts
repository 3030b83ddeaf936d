import { asAppError, hasCode, problemOf } from "@/lib/domain/errors";
import type { RunState } from "@/lib/domain/run";
import { agreePlan } from "../restore/agree-plan";
import { checkApproval } from "../restore/check-approval";
import { perform } from "../restore/perform";
import { printPlan } from "../restore/print-plan";
import type { Begun, RestoreContext } from "../restore/restore-context";
import { RestoreReport } from "../restore/restore-report";
import { tellChecks } from "../restore/tell-checks";
import type { RunRecorder } from "../run-recorder";
import { tellStack } from "../tell-stack";

/**
 * One restore of any kind: agree on the plan, then do what it says. Nothing is created on GitHub before GitHub was asked
 * and everything was read, rebuilt and checked here.
 * @returns the process's exit code
 */
export async function restore(context: RestoreContext & { recorder: RunRecorder }): Promise<number> {
  if (context.asked.dryRun) return printPlan(context);
  const { recorder, log, signal } = context;
  await recorder.start();
  let report: RestoreReport | undefined;
  try {
    const agreed = await agreePlan(context);
    await checkApproval(context, agreed);
    report = new RestoreReport(recorder, agreed);
    const begun: Begun = { ...context, agreed, report };
    try {
      await perform(begun);
    } finally {
      if (agreed.checkOnly) tellChecks(begun);
    }
    await recorder.finish({ state: "succeeded", phase: "done" });
    return 0;
  } catch (error) {
    const reason = signal.aborted ? asAppError(signal.reason) : asAppError(error);
    log.error("restore-failed", reason.message, { code: reason.code, hint: reason.hint });
    tellStack(reason, log);
    report?.interrupted(problemOf(reason));
    await recorder.finish({ state: endOf(reason, signal, report), error: problemOf(reason) });
    return reason.exit;
  }
}

function endOf(reason: unknown, signal: AbortSignal, report: RestoreReport | undefined): RunState {
  if (signal.aborted) return "stopped";
  const some = (report?.count("done") ?? 0) + (report?.count("skipped") ?? 0) > 0;
  return hasCode(reason, "restore-incomplete") && some ? "partial" : "failed";
}
