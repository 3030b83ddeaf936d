// A proof: one chain was read back from one bucket, rebuilt, checked and compared with what GitHub showed when it was
// captured; or that failed, and why. It is of a chain in one state: entries of several snapshots share it while their last
// bundle is the same. See docs/verify.md.
import type { ChainLink } from "./manifest";
import type { LastLink, LedgerRow, Proof, ProofLedger } from "./proof-schema";
import type { Side } from "./snapshot";

export type { LastLink, LedgerRow, Proof, ProofLedger, SeenManifest } from "./proof-schema";

/** Who a proof is of. */
export type Proven = Pick<LedgerRow, "id" | "repo">;

/** Undefined for an entry that has no chain. */
export function lastLinkOf(chain: readonly ChainLink[]): LastLink | undefined {
  const last = chain.at(-1);
  return last && { key: last.s3_key, version_id: last.version_id, sha256: last.sha256 };
}

/** Older manifests do not know all of it: what only one of them says does not tell them apart. */
export function sameState(one: LastLink, other: LastLink): boolean {
  const agree = (a: string | undefined, b: string | undefined) => a === undefined || b === undefined || a === b;
  return one.key === other.key && agree(one.version_id, other.version_id) && agree(one.sha256, other.sha256);
}

/** A repository that had no id in an old snapshot is known by its name until it has one. */
export function ledgerIndex(ledger: Pick<ProofLedger, "rows"> | undefined): (of: Proven) => LedgerRow | undefined {
  const byId = new Map<number, LedgerRow>();
  const byName = new Map<string, LedgerRow>();
  for (const row of ledger?.rows ?? []) {
    if (row.id === undefined) byName.set(row.repo.toLowerCase(), row);
    else byId.set(row.id, row);
  }
  return ({ id, repo }) => (id === undefined ? undefined : byId.get(id)) ?? byName.get(repo.toLowerCase());
}

/** The newest proof that held, of any state and, unless `only` is given, in either bucket. */
export function lastProven(row: LedgerRow | undefined, only?: Side): Proof | undefined {
  return newest(row, (each) => each.verdict === "proven" && (only === undefined || each.side === only));
}

export function newest(row: LedgerRow | undefined, wanted: (each: Proof) => boolean): Proof | undefined {
  return row?.proofs
    .filter(wanted)
    .reduce<Proof | undefined>((best, each) => (best && best.at >= each.at ? best : each), undefined);
}
