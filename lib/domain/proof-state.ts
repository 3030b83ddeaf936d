// What the ledger says of one entry of a snapshot, in one bucket: the words of lists and pages.
import type { ManifestEntry } from "./manifest";
import { type LedgerRow, lastLinkOf, newest, type Proof, sameState } from "./proof";
import type { Side } from "./snapshot";

/**
 * proven: this very state. earlier: another state of the same repository was proven, this one not yet. failed: the last
 * attempt at this state, or at the one before it, failed. never: nothing of it was ever proven. nothing: there is no chain.
 */
export type ProofState = "proven" | "earlier" | "failed" | "never" | "nothing";

export const PROOF_STATE_VIEW: Record<
  ProofState,
  { label: string; indicator: "success" | "info" | "error" | "pending" | "stopped"; order: number }
> = {
  failed: { label: "Proof failed", indicator: "error", order: 0 },
  never: { label: "Not proven yet", indicator: "pending", order: 1 },
  earlier: { label: "Earlier state proven", indicator: "info", order: 2 },
  proven: { label: "Proven", indicator: "success", order: 3 },
  nothing: { label: "Nothing to prove", indicator: "stopped", order: 4 },
};

export interface EntryProof {
  side: Side;
  state: ProofState;
  /** The proof that says so: the failed one where it failed. */
  proof?: Proof;
}

/** The state of an entry's chain in one bucket. */
export function proofState(chain: ManifestEntry["chain"], row: LedgerRow | undefined, side: Side): EntryProof {
  const link = lastLinkOf(chain);
  if (!link) return { side, state: "nothing" };
  const here = (each: Proof) => each.side === side;
  const exact = newest(row, (each) => here(each) && sameState(each.last_link, link));
  if (exact) return { side, state: exact.verdict, proof: exact };
  const before = newest(row, here);
  // A bundle that is broken is broken for every link that is put behind it.
  if (before?.verdict === "failed") return { side, state: "failed", proof: before };
  return before ? { side, state: "earlier", proof: before } : { side, state: "never" };
}

/** As screens have it. */
type Told = { state: ProofState; at?: string };

/** Of both buckets, the one to be told where there is room for one: trouble first, then the newest. */
export function worstProof<T extends Told>(proofs: readonly T[]): T | undefined {
  const [first, ...others] = proofs;
  return others.reduce<T | undefined>((worst, each) => (worst && isWorse(worst, each) ? worst : each), first);
}

/** A copy that was not looked at yet says less than the other's proof: they are proven in turn. */
function isWorse(one: Told, other: Told): boolean {
  if (one.state === "failed" || other.state === "failed") return one.state === "failed";
  const [a, b] = [one.at ?? "", other.at ?? ""];
  return one.state === other.state ? a >= b : PROOF_STATE_VIEW[one.state].order > PROOF_STATE_VIEW[other.state].order;
}
