// What is proven of all repositories of the newest snapshot, in a few numbers.
import { formatAge, formatNumber } from "./format";
import type { RepositoryName } from "./ids";
import type { ManifestEntry } from "./manifest";
import { lastProven, ledgerIndex, type ProofLedger } from "./proof";
import { proofState } from "./proof-state";
import type { Side } from "./snapshot";

export interface ProofSummary {
  chains: number;
  /** Of these nothing was ever proven, in either bucket. */
  never: number;
  /** Of the others, the proof that is longest ago. */
  oldestAt?: string;
  /** Where the last proof failed, in one bucket at least. */
  failed: number;
  firstFailed?: RepositoryName;
}

export function summariseProofs(
  entries: readonly ManifestEntry[],
  ledger: ProofLedger,
  sides: readonly Side[],
): ProofSummary {
  const rowOf = ledgerIndex(ledger);
  const chains = entries.filter(({ chain }) => chain.length > 0);
  const times = chains.flatMap((entry) => lastProven(rowOf(entry))?.at ?? []);
  const failing = chains.filter((entry) =>
    sides.some((side) => proofState(entry.chain, rowOf(entry), side).state === "failed"),
  );
  return {
    chains: chains.length,
    never: chains.length - times.length,
    oldestAt: times.sort()[0],
    failed: failing.length,
    firstFailed: failing[0]?.repo,
  };
}

/** `oldest proof 3 days ago`, `2 of them not proven yet`; nothing where there is nothing to prove. */
export function describeProofs({ chains, never, oldestAt }: ProofSummary, now: Date): string | undefined {
  if (chains === 0) return undefined;
  if (never === chains) return "none proven yet";
  if (never > 0) return `${formatNumber(never)} of them not proven yet`;
  return oldestAt && `oldest proof ${formatAge(oldestAt, now)}`;
}
