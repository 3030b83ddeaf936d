// What the entries of a snapshot are filtered and sorted by, and what its page shows of all of them at once.
import { byKind } from "./anomaly-kind";
import { changeKinds } from "./entry-change";
import { OUTCOME_VIEW } from "./outcome";
import { PROOF_STATE_VIEW, worstProof } from "./proof-state";
import { byText, type RowPage, type RowShape, valuesOf } from "./row-page";
import type { AnomalyNote, EntryRow, SnapshotDetail } from "./snapshot-detail";
import type { SnapshotProofs } from "./snapshot-proofs";

/** One page of the entries, with what is proven of them. */
export type EntriesPage = RowPage<EntryRow> & SnapshotProofs;

/** What the restore wizard needs of every entry, so that all can be chosen: no more, for there are ten thousand. */
export type ChainRow = Pick<EntryRow, "repository" | "outcome" | "chainBytes" | "chainLength">;

/** @param proofs by the names of the repositories; they are needed for sorting by them only */
export function entryShape(proofs: SnapshotProofs["proofs"] = {}): RowShape<EntryRow> {
  const proofOf = ({ repository }: EntryRow) => worstProof(proofs[repository] ?? []);
  const proofOrder = (row: EntryRow) => PROOF_STATE_VIEW[proofOf(row)?.state ?? "nothing"].order;
  const byProofTime = byText<EntryRow>((row) => proofOf(row)?.at);
  return {
    filters: FILTERS,
    sorts: {
      repository: byText(({ repository }) => repository),
      outcome: (a, b) => OUTCOME_VIEW[a.outcome].order - OUTCOME_VIEW[b.outcome].order,
      proof: (a, b) => proofOrder(a) - proofOrder(b) || byProofTime(a, b),
      branch: byText(({ defaultBranch }) => defaultBranch),
      refs: (a, b) => refCount(a) - refCount(b),
      change: (a, b) => (a.change?.bytes ?? -1) - (b.change?.bytes ?? -1),
      size: (a, b) => a.chainBytes - b.chainBytes,
    },
  };
}

const FILTERS: RowShape<EntryRow>["filters"] = {
  repository: { text: ({ repository }) => repository, words: true },
  outcome: { text: ({ outcome }) => outcome },
  anomaly: { text: ({ anomaly }) => anomaly, words: true },
  change: { text: ({ change }) => changeKinds(change) },
  defaultBranch: { text: ({ defaultBranch }) => defaultBranch, words: true },
  head: { text: ({ head }) => head },
  visibility: { text: ({ visibility }) => visibility },
  archived: { text: ({ archived }) => String(archived) },
};

/** Not the names: ten thousand of them would only make typing slow. */
const OFFERED = ["outcome", "anomaly", "change", "defaultBranch", "visibility", "archived"];

/** The first of what is listed above the table; the table finds the others. */
const LISTED = 20;

/** What the snapshot's page says of its entries before it lists them: what is not safe, and what is out of the ordinary. */
export function ofAllEntries(
  rows: readonly EntryRow[],
  ofRun: readonly AnomalyNote[],
): Pick<SnapshotDetail, "entries" | "restorable" | "options" | "unsafe" | "unusual"> {
  const unsafe = rows
    .filter(({ outcome }) => !OUTCOME_VIEW[outcome].safe)
    .sort((a, b) => OUTCOME_VIEW[a.outcome].order - OUTCOME_VIEW[b.outcome].order);
  const unusual = rows.flatMap(({ repository, anomalies }) => anomalies.map((each) => ({ ...each, repository })));
  const seen = [...ofRun, ...unusual].sort(byKind);
  return {
    entries: rows.length,
    restorable: rows.filter(({ chainLength }) => chainLength > 0).length,
    options: valuesOf(rows, OFFERED, entryShape()),
    unsafe: { count: unsafe.length, first: unsafe.slice(0, LISTED) },
    unusual: { count: seen.length, first: seen.slice(0, LISTED) },
  };
}

const refCount = ({ refs }: EntryRow) => (refs ? refs.heads + refs.tags : 0);
