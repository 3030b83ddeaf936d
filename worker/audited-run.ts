// A run, told in the audit trail before and after: who it worked as, what it read of secrets, and what became of it.
import type { AuditNote } from "@/lib/domain/audit/audit-entry";
import { asAppError } from "@/lib/domain/errors";
import { AuditTrail } from "@/lib/operations/audit-trail";
import type { ObjectStore } from "@/lib/ports/object-store";
import type { Log } from "./log";
import type { RunRecorder } from "./run-recorder";

interface AuditedRun {
  verb: string;
  trigger: string;
  recorder: RunRecorder;
  /** Without the records bucket nothing is told; the recorder has said so. */
  records?: ObjectStore;
  /** Names of the secrets it reads. */
  secrets: (string | undefined)[];
  /**
   * `must`: what cannot be told is not done. `may`: it is done all the same, for a backup or a proof that is not made is worse
   * than one that the trail lacks; nor does anything wait for the trail then.
   */
  told: "must" | "may";
  log: Log;
  now: () => Date;
}

/** @returns what `run` returns, the process's exit code @throws AppError audit-not-written, before anything was done */
export async function auditedRun(options: AuditedRun, run: () => Promise<number>): Promise<number> {
  const { records, recorder, verb, trigger, log } = options;
  if (!records) return run();
  const trail = new AuditTrail(records, options.now);
  const actor = { kind: "task" as const, verb, trigger };
  const secrets = options.secrets.flatMap((name) => name ?? []);
  const about = { action: "carry out a run" as const, actor, request: recorder.run, run: recorder.run, secrets };
  const tell = async (note: Pick<AuditNote, "phase" | "result" | "detail" | "code">) => {
    try {
      await trail.append({ ...about, ...note });
    } catch (error) {
      const { message, hint } = asAppError(error);
      log.warn("audit-not-written", message, { hint });
    }
  };
  const begun = options.told === "must" ? await trail.append({ ...about, phase: "intent" }) : tell({ phase: "intent" });
  try {
    const exitCode = await run();
    await begun;
    await tell({ phase: "outcome", ...resultOf(recorder) });
    return exitCode;
  } catch (error) {
    const { code, message: detail } = asAppError(error);
    await begun;
    await tell({ phase: "outcome", result: "failed", code, detail });
    throw error;
  }
}

function resultOf({ outcome: { state, error } }: RunRecorder): Pick<AuditNote, "result" | "detail" | "code"> {
  if (state === "succeeded") return { result: "done" };
  return { result: "failed", detail: error ? `${state}: ${error.message}` : state, code: error?.code };
}
