// A run, told in the audit trail before and after: who it worked as, what it read of secrets, and what became of it.
import type { AuditNote } from "@/lib/domain/audit/audit-entry";
import { AppError, asAppError, problemOf } from "@/lib/domain/errors";
import { AuditTrail } from "@/lib/operations/audit-trail";
import type { ObjectStore } from "@/lib/ports/object-store";
import type { Log } from "./log";
import type { RunRecorder } from "./run-recorder";
import { inTime } from "./stop-patience";

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

/** How long a run that has ended waits for records that do not answer: ECS gives a stopped task 120 s in all. */
const SOON = {
  signal: AbortSignal.abort(new Error("the records bucket does not answer")),
  patienceMs: 20_000,
};

const HINT = "Mend the records bucket, or this role's access to it. The run itself is not harmed.";

/** @returns what `run` returns, the process's exit code @throws AppError audit-not-written, before anything was done */
export async function auditedRun(options: AuditedRun, run: () => Promise<number>): Promise<number> {
  const { records, recorder, verb, trigger, log } = options;
  if (!records) return run();
  const trail = new AuditTrail(records, options.now);
  const actor = { kind: "task" as const, verb, trigger };
  const secrets = options.secrets.flatMap((name) => name ?? []);
  const about = { action: "carry out a run" as const, actor, request: recorder.run, run: recorder.run, secrets };
  const tell = (note: Pick<AuditNote, "phase" | "result" | "detail" | "code">) => trail.append({ ...about, ...note });
  const warn = (error: unknown) => {
    const { message } = asAppError(error instanceof AppError ? (error.cause ?? error) : error);
    log.warn("audit-not-written", `the audit trail lacks what this ${verb} did: ${message}`, { hint: HINT });
  };
  const begun = tell({ phase: "intent" });
  if (options.told === "must") await begun.catch((error) => refuse(recorder, error));
  const told = begun.catch(warn);
  const conclude = async (note: Pick<AuditNote, "result" | "detail" | "code">) => {
    const all = Promise.all([told, tell({ phase: "outcome", ...note }).catch(warn)]);
    await inTime(all, SOON).catch(warn);
  };
  try {
    const exitCode = await run();
    await conclude(resultOf(recorder));
    return exitCode;
  } catch (error) {
    const { code, message: detail } = asAppError(error);
    await conclude({ result: "failed", code, detail });
    throw error;
  }
}

/** Whoever looks at the run sees why it is not done, and not one that waits to begin. */
async function refuse(recorder: RunRecorder, error: unknown): Promise<never> {
  await inTime(recorder.finish({ state: "failed", error: problemOf(asAppError(error)) }), SOON).catch(() => undefined);
  throw error;
}

function resultOf({ outcome: { state, error } }: RunRecorder): Pick<AuditNote, "result" | "detail" | "code"> {
  if (state === "succeeded") return { result: "done" };
  return { result: "failed", detail: error ? `${state}: ${error.message}` : state, code: error?.code };
}
