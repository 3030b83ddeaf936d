// What is proven of each entry of a snapshot, as its page shows it.
import type { Problem } from "./errors";
import type { RepositoryName, RunId, SnapshotId } from "./ids";
import type { ManifestEntry } from "./manifest";
import type { LedgerRow, ledgerIndex } from "./proof";
import { type EntryProof, type ProofState, proofState } from "./proof-state";
import type { Side } from "./snapshot";

/** A proof with what a screen needs of it: ten thousand of them travel. */
export interface ShownProof {
  side: Side;
  state: ProofState;
  at?: string;
  run?: RunId;
  /** The snapshot whose state was proven, where that is another one. */
  of?: SnapshotId;
  findings?: number;
  problem?: { message: string; hint: string };
}

export interface SnapshotProofs {
  /** Of every entry that has a chain. */
  proofs: Record<RepositoryName, ShownProof[]>;
  /** Why the ledger could not be read: nothing is known then, which is not the same as nothing proven. */
  problem?: Problem;
}

/** @param sides the buckets that are configured */
export function shownProofs(
  entries: readonly ManifestEntry[],
  rowOf: ReturnType<typeof ledgerIndex>,
  snapshot: SnapshotId,
  sides: readonly Side[],
): SnapshotProofs["proofs"] {
  return Object.fromEntries(
    entries.flatMap((entry) =>
      entry.chain.length === 0 ? [] : [[entry.repo, ofEntry(entry, rowOf(entry), snapshot, sides)]],
    ),
  );
}

function ofEntry(
  { chain }: ManifestEntry,
  row: LedgerRow | undefined,
  snapshot: SnapshotId,
  sides: readonly Side[],
): ShownProof[] {
  return sides.map((side) => shown(proofState(chain, row, side), snapshot));
}

function shown({ side, state, proof }: EntryProof, snapshot: SnapshotId): ShownProof {
  if (!proof) return { side, state };
  const { at, run, findings, problem } = proof;
  return {
    ...{ side, state, at, run, findings },
    of: proof.snapshot === snapshot ? undefined : proof.snapshot,
    problem: problem && { message: problem.message, hint: problem.hint },
  };
}
