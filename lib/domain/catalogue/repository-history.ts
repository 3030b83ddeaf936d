// What the page of one repository is told.
import type { ProvenAt } from "../coverage";
import type { SnapshotId } from "../ids";
import { OUTCOME_VIEW } from "../outcome";
import type { Part } from "../part";
import type { Side } from "../snapshot";
import type { EntryRow } from "../snapshot-detail";
import type { CatalogueStatus } from "./catalogue-status";
import type { HistoryPoint, KnownHistory } from "./catalogue-views";
import type { ChainBundle } from "./entry-state";

export interface RepositoryHistory {
  catalogue: CatalogueStatus;
  history: KnownHistory;
  /** Set while the catalogue cannot tell it: only so many snapshots, the newest, were looked at. */
  onlyNewest?: number;
  /** Proofs that held, one per bucket at most. */
  proofs: Part<ProvenAt[]>;
  targets: { freshnessTargetHours: number; proofIntervalDays: number };
}

/** A row of the table of restore points. */
export interface RestorePoint extends HistoryPoint {
  row: EntryRow;
  /** The bundle that was made for it; absent where it needs no other than the snapshot before. */
  stored?: ChainBundle;
  /** Something differs from the older neighbour: its bundle, its outcome or its name. */
  news: boolean;
}

/** Newest first. */
export function restorePoints({ points, states, bundles }: KnownHistory): RestorePoint[] {
  return points.flatMap((point, index): RestorePoint[] => {
    const row = states[point.state];
    if (!row) return [];
    const older = points[index + 1];
    const last = point.chain.at(-1);
    const isOther = !older || last !== older.chain.at(-1);
    const stored = isOther && last !== undefined ? bundles[last] : undefined;
    const news = isOther || saidOf(row) !== saidOf(states[older.state]);
    return [{ ...point, row, stored, news }];
  });
}

/** Captured and unchanged are both safe: that one follows the other is no news. */
const saidOf = (row: EntryRow | undefined) =>
  row && `${row.repository} ${OUTCOME_VIEW[row.outcome].safe} ${row.archived}`;

/** The names it had, newest first, each with the time it was seen with it. */
export function namesOf({ points, states }: KnownHistory): { name: string; from: SnapshotId; to: SnapshotId }[] {
  const names: { name: string; from: SnapshotId; to: SnapshotId }[] = [];
  for (const point of points) {
    const name = states[point.state]?.repository;
    const last = names.at(-1);
    if (name && last?.name === name) last.from = point.snapshot;
    else if (name) names.push({ name, from: point.snapshot, to: point.snapshot });
  }
  return names;
}

/** The bucket to read it from: a primary that lost a snapshot is what one may be here for. */
export const sideOf = (point: Pick<HistoryPoint, "sides"> | undefined): Side =>
  point && !point.sides.includes("primary") && point.sides.includes("replica") ? "replica" : "primary";

/** Whether it holds the content as of its snapshot: an empty repository has none, of a failed one there is nothing new. */
export const isRestorable = ({ row, chain }: RestorePoint): boolean =>
  OUTCOME_VIEW[row.outcome].safe && chain.length > 0;

/** The newest restore point that holds the content. */
export const newestSafe = (points: readonly RestorePoint[]): RestorePoint | undefined => points.find(isRestorable);
