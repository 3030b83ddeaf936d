import type { SnapshotId } from "./ids";
import type { SnapshotRow } from "./snapshot";
import { type RowState, rowState } from "./snapshot-row";

export interface DayCell {
  /** UTC, `2026-11-21`. */
  date: string;
  state: RowState | "none";
  snapshots: number;
  /** The snapshot that gave the state; absent on a day without one. */
  worst?: SnapshotId;
}

const DAYS = 30;
/** Worst first. A backup that is still going on is not worse than a finished one of the same day. */
const ORDER: readonly RowState[] = ["unreadable", "partial", "complete", "unfinished"];

/** The last 30 days up to today, oldest first; a day without a snapshot is a cell too. */
export function monthOf(rows: readonly SnapshotRow[], now: Date): DayCell[] {
  return Array.from({ length: DAYS }, (_, index) => {
    const date = new Date(now.getTime() - (DAYS - 1 - index) * 86_400_000).toISOString().slice(0, 10);
    const ofDay = rows.filter((row) => row.id.slice(0, 10) === date);
    const worst = [...ofDay].sort((a, b) => ORDER.indexOf(rowState(a)) - ORDER.indexOf(rowState(b)))[0];
    return { date, state: worst ? rowState(worst) : "none", snapshots: ofDay.length, worst: worst?.id };
  });
}
