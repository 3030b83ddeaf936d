import { AppError, asAppError, problemOf } from "@/lib/domain/errors";
import { type HoldRecord, type HoldRequest, holdResult } from "@/lib/domain/hold-run";
import type { RunState } from "@/lib/domain/run";
import { backupsIn, readManifest } from "@/lib/operations/read-manifest";
import { holdAll } from "../holds/hold-all";
import { HoldBook } from "../holds/hold-book";
import type { HoldRunContext } from "../holds/hold-run-context";
import { inTime } from "../stop-patience";
import { tellStack } from "../tell-stack";

/**
 * One hold run: copies the chains of a snapshot, or of some repositories of it, to where they do not expire with it. What was
 * held before a run is stopped or fails stays held.
 * @returns the exit code: 0 when everything that was asked for is held, 1 when something is not
 */
export async function hold(context: HoldRunContext): Promise<number> {
  const { recorder, env, log, signal } = context;
  await recorder.start();
  const book = new HoldBook();
  let request: HoldRequest | undefined;
  let failure: unknown;
  try {
    request = requestOf(context);
    recorder.update({ hold: { request }, snapshot: request.snapshot });
    // S3 may be at a copy of many gigabytes that nobody can break off.
    await inTime(work(context, request, book), { signal, patienceMs: env.STOP_PATIENCE_SECONDS * 1000 });
  } catch (error) {
    failure = signal.aborted ? signal.reason : error;
    const known = asAppError(failure);
    log.error(signal.aborted ? "stopped" : "hold-failed", known.message, { code: known.code, hint: known.hint });
    tellStack(known, log);
  }
  return conclude(context, request, book, failure);
}

function requestOf({ asked, recorder }: HoldRunContext): HoldRequest {
  const request = asked ?? recorder.holdRequest;
  if (request) return request;
  throw new AppError("input-invalid", { problem: "--snapshot and --why are missing; see --help" });
}

async function work(context: HoldRunContext, request: HoldRequest, book: HoldBook): Promise<void> {
  const { recorder, services, env } = context;
  recorder.update({ phase: "manifest" });
  const manifest = await readManifest(backupsIn(services.primary, env.ROOT_PREFIX), request.snapshot);
  recorder.update({ phase: "copy" });
  await holdAll(context, manifest, request, book);
}

async function conclude(
  { recorder, log, signal }: HoldRunContext,
  request: HoldRequest | undefined,
  book: HoldBook,
  failure: unknown,
): Promise<number> {
  const counts = book.counts();
  const record: HoldRecord | undefined = request && { request, counts, items: book.named() };
  const problem = failure === undefined ? verdictOf(book) : asAppError(failure);
  const state = endOf(problem, book, signal);
  await recorder.finish({
    state,
    ...(problem ? { error: problemOf(problem) } : { phase: "done" }),
    ...(record ? { hold: record } : {}),
  });
  const words = record ? holdResult(record) : "nothing held";
  log.info("finished", problem ? `${words}: ${problem.message}` : words, { ...counts, run: recorder.run });
  return problem?.exit ?? 0;
}

function verdictOf(book: HoldBook): AppError | undefined {
  const { nothing, ...others } = book.counts();
  const total = Object.values(others).reduce((sum, count) => sum + count, 0);
  return others.failed > 0 ? new AppError("hold-incomplete", { failed: others.failed, total }) : undefined;
}

function endOf(problem: AppError | undefined, book: HoldBook, signal: AbortSignal): RunState {
  if (signal.aborted) return "stopped";
  if (!problem) return "succeeded";
  return book.kept() > 0 ? "partial" : "failed";
}
