import { availableParallelism } from "node:os";
import { AppError, asAppError, hasCode, problemOf } from "@/lib/domain/errors";
import type { Proof } from "@/lib/domain/proof";
import type { Choice } from "@/lib/domain/proof-selection";
import type { Side } from "@/lib/domain/snapshot";
import type { ObjectStore } from "@/lib/ports/object-store";
import { AdaptivePool } from "../adaptive-pool";
import type { ProvableEntry } from "./choose-chains";
import type { ProofBook } from "./proof-book";
import { proveChain } from "./prove-chain";
import { ScratchGate } from "./scratch-gate";
import type { VerifyContext } from "./verify-context";
import { VerifyProgress } from "./verify-progress";

/** After so many failures of the whole bucket, one after the other, it is not asked again in this run. */
const MOST_REFUSALS = 3;

/**
 * Proves one chain after the other, as many at a time as there are cores and scratch disk; one that fails does not stop the
 * others. What comes of each goes into the book.
 * @throws the signal's reason
 */
export async function proveAll(
  context: VerifyContext,
  choices: readonly Choice<ProvableEntry>[],
  stores: ReadonlyMap<Side, ObjectStore>,
  book: ProofBook,
): Promise<void> {
  const { env, signal } = context;
  const gate = new ScratchGate(env.SCRATCH_BUDGET_MIB * 1024 ** 2);
  const progress = new VerifyProgress(choices, context);
  const away = new Refusals();
  const prove = async (choice: Choice<ProvableEntry>) => {
    signal.throwIfAborted();
    const { entry, side } = choice;
    const store = stores.get(side);
    const of = { id: entry.id, repo: entry.repo };
    progress.begin(choice);
    try {
      if (!store) throw new AppError("not-found", { what: `a ${side} bucket` });
      away.check(side);
      const proof = await proveChain({ context, choice, store, gate, onBytes: (count) => progress.add(count) });
      away.answered(side);
      book.add({ of, proof });
      tell(context, choice, proof.problem, proof.finding_texts);
    } catch (error) {
      signal.throwIfAborted();
      away.failed(side, asAppError(error));
      const problem = problemOf(error);
      book.unproven.push({ ...of, side, problem });
      tell(context, choice, problem);
    }
    progress.end(choice, book);
  };
  await new AdaptivePool(env.VERIFY_CONCURRENCY ?? availableParallelism()).run(choices, prove);
}

/** A bucket that is away would otherwise be waited for at every repository, for hours. */
class Refusals {
  private readonly last = new Map<Side, { count: number; error: AppError }>();

  check(side: Side): void {
    const known = this.last.get(side);
    if (known && known.count >= MOST_REFUSALS) throw known.error;
  }

  answered(side: Side): void {
    this.last.delete(side);
  }

  failed(side: Side, error: AppError): void {
    if (!hasCode(error, "storage-unreachable", "storage-credentials", "storage-bucket-missing", "storage-denied"))
      return;
    this.last.set(side, { count: (this.last.get(side)?.count ?? 0) + 1, error });
  }
}

function tell(
  { log }: VerifyContext,
  { entry, side }: Choice<ProvableEntry>,
  problem?: Proof["problem"],
  findings?: string[],
): void {
  const facts = { repo: entry.repo, side, snapshot: entry.snapshot };
  for (const finding of findings ?? []) log.warn("finding", `${entry.repo} in the ${side}: ${finding}`, facts);
  if (problem) {
    const { code, message, hint } = problem;
    log.error("not-proven", `${entry.repo} in the ${side}: ${message}`, { ...facts, code, hint });
  } else log.info("proven", `${entry.repo} is proven in the ${side}`, facts);
}
