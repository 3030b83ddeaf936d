// Merging proofs into the ledger. Two verify runs may work at once and each merges over the other's state: in whichever
// order that happens, nothing newer is lost.
import type { LedgerRow, Proof, ProofLedger, Proven, SeenManifest } from "./proof";
import { sameState } from "./proof";

export interface NewProof {
  of: Proven;
  proof: Proof;
}

/** What a run adds. */
export interface LedgerNews {
  proofs: readonly NewProof[];
  manifests: readonly SeenManifest[];
}

/** So many proofs of one bucket are kept in a row; the runs' own records keep every one. */
export const PROOFS_KEPT = 3;
/** Manifests whose SHA-256 is remembered: the newest. */
export const MANIFESTS_REMEMBERED = 60;

export const emptyLedger = (at: string): ProofLedger => ({ version: 1, updated_at: at, rows: [], manifests: [] });

/** `ledger` with what a run has found. Merging the same twice changes nothing. */
export function mergeLedger(ledger: ProofLedger, { proofs, manifests }: LedgerNews, at: string): ProofLedger {
  const rows = new Map(ledger.rows.map((row) => [keyOf(row), row]));
  for (const { of, proof } of proofs) {
    const key = keyOf(of);
    const nameless = of.id === undefined ? undefined : keyOf({ repo: of.repo });
    // It had no id in an older snapshot, and is the same repository.
    const before = [rows.get(key), nameless ? rows.get(nameless) : undefined].flatMap((row) => row?.proofs ?? []);
    if (nameless) rows.delete(nameless);
    rows.set(key, {
      ...rows.get(key),
      id: of.id,
      repo: nameOf(of, proof, rows.get(key)),
      proofs: keep([...before, proof]),
    });
  }
  return {
    ...ledger,
    updated_at: at > ledger.updated_at ? at : ledger.updated_at,
    rows: [...rows.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)),
    manifests: remember([...ledger.manifests, ...manifests]),
  };
}

const keyOf = ({ id, repo }: Proven): string => (id === undefined ? repo.toLowerCase() : `#${id}`);

/** As the newest snapshot calls it. */
function nameOf(of: Proven, proof: Proof, row: LedgerRow | undefined): LedgerRow["repo"] {
  const newer = row?.proofs.some(({ snapshot }) => snapshot > proof.snapshot);
  return newer && row ? row.repo : of.repo;
}

/**
 * Of each bucket: for each state of the chain and each verdict the newest; of these the newest few, the last proof that
 * held and the last failure among them.
 */
function keep(proofs: readonly Proof[]): Proof[] {
  const sorted = [...proofs].sort(newestFirst);
  const distinct = sorted.filter((each, index) => sorted.findIndex((other) => isSame(each, other)) === index);
  return distinct.filter((each) => {
    const here = distinct.filter(({ side }) => side === each.side);
    const last = here.find(({ verdict }) => verdict === each.verdict) === each;
    return last || here.indexOf(each) < PROOFS_KEPT;
  });
}

const isSame = (one: Proof, other: Proof): boolean =>
  one.side === other.side && one.verdict === other.verdict && sameState(one.last_link, other.last_link);

/** A total order: what is merged in another order comes out the same. */
function newestFirst(one: Proof, other: Proof): number {
  const text = ({ at, run, side, verdict, last_link: { key } }: Proof) => [at, run, side, verdict, key].join(" ");
  return text(one) < text(other) ? 1 : -1;
}

/** As it was first seen, whatever comes later: a later one that differs is the alteration. */
function remember(manifests: readonly SeenManifest[]): SeenManifest[] {
  const first = new Map<string, SeenManifest>();
  for (const each of manifests) {
    const known = first.get(each.snapshot);
    if (!known || each.seen_at < known.seen_at) first.set(each.snapshot, each);
  }
  return [...first.values()].sort((a, b) => (a.snapshot < b.snapshot ? 1 : -1)).slice(0, MANIFESTS_REMEMBERED);
}
