// What the ledger says of every snapshot at once, without reading their manifests: a chain stays in one state from the
// snapshot that wrote its last bundle to the one by whose manifest that was proven, so that the proof holds for all between.
import { snapshotOfKeys } from "./bucket-keys";
import type { SnapshotId } from "./ids";
import type { Manifest } from "./manifest";
import {
  type LastLink,
  type LedgerRow,
  lastLinkOf,
  ledgerIndex,
  type Proof,
  type ProofLedger,
  sameState,
} from "./proof";
import { proofState, worstProof } from "./proof-state";
import type { ProvenShare } from "./proven-share";
import type { Side, SnapshotSummary } from "./snapshot";

interface Tally {
  proven: number;
  failed: number;
  newestAt?: string;
  oldestAt?: string;
}

interface Span extends Tally {
  from: SnapshotId;
  to: SnapshotId;
}

export interface ProofSpans {
  /** Counted entry by entry. */
  newest?: Tally & { snapshot: SnapshotId };
  /** Repositories whose states have the same first and last snapshot are one. */
  spans: Span[];
}

interface Known {
  ledger: ProofLedger;
  /** What is in it still has its state today. */
  newest: Manifest | undefined;
  root: string;
  sides: readonly Side[];
}

export function proofSpans({ ledger, newest: manifest, root, sides }: Known): ProofSpans {
  const rowOf = ledgerIndex(ledger);
  const now = new Map<LedgerRow, LastLink>();
  const tally: Tally = { proven: 0, failed: 0 };
  for (const entry of manifest?.repos ?? []) {
    const [row, link] = [rowOf(entry), lastLinkOf(entry.chain)];
    if (!row || !link) continue;
    now.set(row, link);
    const told = sides.map((side) => proofState(entry.chain, row, side));
    const worst = worstProof(told.map(({ state, proof }) => ({ state, at: proof?.at })));
    if (worst?.state === "failed" || worst?.state === "proven") add(tally, worst.state, worst.at);
  }
  const spans = new Map<string, Span>();
  const writtenBy = snapshotOfKeys(root);
  for (const row of ledger.rows)
    for (const proofs of byState(row.proofs)) {
      const [{ last_link: link }] = proofs;
      const goesOn = manifest && isStill(now.get(row), link) ? manifest.snapshot : undefined;
      const [from, to] = spanOf(proofs, writtenBy(link.key), goesOn);
      const key = `${from} ${to}`;
      const span = spans.get(key) ?? { from, to, proven: 0, failed: 0 };
      spans.set(key, span);
      const told = newestOf(proofs, sides);
      if (told) add(span, told.verdict, told.at);
    }
  return { newest: manifest && { ...tally, snapshot: manifest.snapshot }, spans: [...spans.values()] };
}

/** Of one snapshot: of the newest as it is, of an older one at least. */
export function provenShare(known: ProofSpans, summary: SnapshotSummary): ProvenShare {
  const chains = summary.safeRepositories - summary.empty;
  if (known.newest?.snapshot === summary.id) {
    const { snapshot: _, ...tally } = known.newest;
    return { chains, ...tally };
  }
  const sum: Tally = { proven: 0, failed: 0 };
  let inside = 0;
  for (const span of known.spans) {
    if (span.from > summary.id || span.to < summary.id) continue;
    sum.failed += span.failed;
    sum.proven += span.proven;
    if (span.from !== summary.id && span.to !== summary.id) inside += span.proven;
    for (const at of [span.newestAt, span.oldestAt]) age(sum, at);
  }
  // What failed in this one may have gone on in the same state with the next: it is not in it all the same.
  const proven = Math.min(sum.proven - Math.min(summary.failed, inside), Math.max(0, chains - sum.failed));
  return { chains, ...sum, proven };
}

function add(tally: Tally, verdict: Proof["verdict"], at: string | undefined): void {
  tally[verdict] += 1;
  if (verdict === "proven") age(tally, at);
}

function age(tally: Tally, at: string | undefined): void {
  if (at === undefined) return;
  if (tally.newestAt === undefined || at > tally.newestAt) tally.newestAt = at;
  if (tally.oldestAt === undefined || at < tally.oldestAt) tally.oldestAt = at;
}

type OfOneState = [Proof, ...Proof[]];

/** A row holds a handful. */
function byState(proofs: readonly Proof[]): OfOneState[] {
  const states: OfOneState[] = [];
  for (const proof of proofs) {
    const known = states.find(([first]) => sameState(first.last_link, proof.last_link));
    if (known) known.push(proof);
    else states.push([proof]);
  }
  return states;
}

const isStill = (now: LastLink | undefined, link: LastLink): boolean => now !== undefined && sameState(now, link);

/** @param written the snapshot that wrote its last bundle @param goesOn the newest snapshot, where it still has it */
function spanOf(
  [{ snapshot: one }, ...others]: OfOneState,
  written: SnapshotId | undefined,
  goesOn: SnapshotId | undefined,
): [SnapshotId, SnapshotId] {
  let [from, to] = [one, one];
  for (const snapshot of [...others.map((each) => each.snapshot), written, goesOn]) {
    if (snapshot === undefined) continue;
    if (snapshot < from) from = snapshot;
    if (snapshot > to) to = snapshot;
  }
  return [from, to];
}

/** Of each bucket the newest; of these the one that failed, or else the newest. */
function newestOf(proofs: OfOneState, sides: readonly Side[]): Proof | undefined {
  let told: Proof | undefined;
  for (const side of sides) {
    let last: Proof | undefined;
    for (const proof of proofs) if (proof.side === side && (!last || proof.at > last.at)) last = proof;
    if (!last) continue;
    const isWorse = last.verdict === "failed" && told?.verdict !== "failed";
    if (!told || isWorse || (last.verdict === told.verdict && last.at > told.at)) told = last;
  }
  return told;
}
