import { AppError, asAppError, problemOf } from "@/lib/domain/errors";
import { plural } from "@/lib/domain/format";
import { checkManifests } from "@/lib/domain/manifest-chain";
import { METRICS } from "@/lib/domain/metrics";
import { MOST_NAMED, type VerifyRecord, type VerifyRequest } from "@/lib/domain/proof-run";
import type { RunState } from "@/lib/domain/run";
import type { Side } from "@/lib/domain/snapshot";
import { tellStack } from "../tell-stack";
import { chooseChains } from "../verify/choose-chains";
import { openSides } from "../verify/open-sides";
import { ProofBook } from "../verify/proof-book";
import { proveAll } from "../verify/prove-all";
import type { VerifyContext } from "../verify/verify-context";
import { failuresOf } from "../verify/verify-progress";

/**
 * One verify run: compare the manifests, choose chains, prove each from one bucket, write the proofs down. What was proven
 * before a run is stopped or fails is kept.
 * @returns the exit code: 0 when everything that was chosen is proven, 1 when something is not, 69 when only the metric is
 * missing
 */
export async function verify(context: VerifyContext): Promise<number> {
  const { recorder, log, signal } = context;
  await recorder.start();
  const request = requestOf(context);
  const book = new ProofBook(context);
  recorder.update({ verify: { request }, snapshot: request.snapshot });
  let failure: unknown;
  try {
    await work(context, request, book);
  } catch (error) {
    failure = signal.aborted ? signal.reason : error;
    const known = asAppError(failure);
    log.error(signal.aborted ? "stopped" : "verify-failed", known.message, { code: known.code, hint: known.hint });
    tellStack(known, log);
  }
  return conclude(context, request, book, failure);
}

/** Without a ledger nobody would know what is due. */
function requestOf({ asked, recorder, services, log }: VerifyContext): VerifyRequest {
  const request = asked ?? recorder.verifyRequest ?? { scope: "share" as const };
  if (services.records || request.scope !== "share") return request;
  log.warn("no-ledger", "without RECORDS_BUCKET no proof is remembered: everything is proven");
  return { ...request, scope: "all" };
}

async function work(context: VerifyContext, request: VerifyRequest, book: ProofBook): Promise<void> {
  const { env, recorder, log, now } = context;
  recorder.update({ phase: "manifests" });
  const [ledger, sides] = await Promise.all([book.open(), openSides(context)]);
  book.away = sides.away;
  const manifests = sides.open.map((each) => each.manifests);
  const rules = { seen: ledger?.manifests ?? [], now: now(), replicaMinutes: env.REPLICA_TARGET_MINUTES };
  book.noteManifests(manifests, checkManifests(manifests, rules));
  for (const { problem, side, snapshot } of book.altered)
    log.error("manifest", problem.message, { side, snapshot, code: problem.code, hint: problem.hint });

  recorder.update({ phase: "choose" });
  const known = { open: sides.open, altered: book.altered, ledger };
  const choices = await chooseChains(known, request, { now: now(), intervalDays: env.PROOF_INTERVAL_DAYS });
  book.chosen = choices.length;
  log.info("chosen", `${plural(choices.length, "chain")} to prove`, { count: choices.length, scope: request.scope });

  recorder.update({ phase: "prove" });
  const stores = new Map<Side, (typeof sides.open)[number]["backups"]["store"]>(
    sides.open.map(({ side, backups }) => [side, backups.store]),
  );
  await proveAll(context, choices, stores, book);
}

async function conclude(
  context: VerifyContext,
  request: VerifyRequest,
  book: ProofBook,
  failure: unknown,
): Promise<number> {
  const { recorder, log, signal } = context;
  recorder.update({ phase: "ledger" });
  const warnings = [...book.away.map(({ problem }) => `${problem.message}. ${problem.hint}`)];
  let evidence: string | undefined;
  let problem = failure === undefined ? book.verdict() : asAppError(failure);
  try {
    evidence = await book.close(request);
  } catch (error) {
    const known = asAppError(error);
    log.error("proofs-not-written", known.message, { code: known.code, hint: known.hint });
    // Proofs that nobody can read of were not made.
    problem ??= known;
  }
  const metric = await publish(context, book, failure !== undefined && !signal.aborted);
  if (metric) warnings.push(`${metric.message}. ${metric.hint}`);
  const counts = book.counts();
  await recorder.finish({
    state: endOf(problem, book, signal),
    ...(problem ? {} : { phase: "done" }),
    ...(problem ? { error: problemOf(problem) } : {}),
    ...failuresOf(book),
    ...(warnings[0] ? { warnings } : {}),
    verify: recordOf(request, book, evidence),
  });
  const words = `${counts.proven} of ${counts.chosen} proven, ${counts.failed} failed, ${counts.unproven} not proven`;
  log.info("finished", problem ? `${words}: ${problem.message}` : words, { ...counts, run: recorder.run });
  return problem ? problem.exit : (metric?.exit ?? 0);
}

function endOf(problem: AppError | undefined, book: ProofBook, signal: AbortSignal): RunState {
  if (signal.aborted) return "stopped";
  if (!problem) return "succeeded";
  return book.counts().proven > 0 ? "partial" : "failed";
}

/** A run that came to no proof at all counts as one failure, so that the alarm can ring. */
async function publish(
  { services, log, now }: VerifyContext,
  book: ProofBook,
  failed: boolean,
): Promise<AppError | undefined> {
  const value = Math.max(book.failures(), failed ? 1 : 0);
  try {
    await services.metrics.publish([{ name: METRICS.proofFailures, value, unit: "Count" }], now());
    return undefined;
  } catch (error) {
    const { message, hint, code } = asAppError(error);
    log.error("metrics-missing", message, { code, hint });
    return new AppError("proof-metrics-not-published", { detail: message, advice: hint }, { cause: error });
  }
}

function recordOf(request: VerifyRequest, book: ProofBook, evidence: string | undefined): VerifyRecord {
  const proven = book.proofs.flatMap(({ of: { repo }, proof: { side, snapshot, bytes, findings, verdict } }) =>
    verdict === "proven" ? [{ repo, side, snapshot, bytes, findings }] : [],
  );
  return {
    request,
    counts: book.counts(),
    manifests: book.manifests.length,
    altered: [...book.altered].slice(0, MOST_NAMED),
    proven: proven.slice(0, MOST_NAMED),
    unproven: book.unproven.slice(0, MOST_NAMED),
    evidence,
  };
}
