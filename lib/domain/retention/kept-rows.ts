import type { SnapshotId } from "../ids";
import type { Side, SnapshotRow } from "../snapshot";
import { KEEPING_STATES, type KeepingState, type KeptUntil, keptUntil } from "./kept-until";
import type { BucketRules } from "./retention-view";

export interface KeptRow {
  id: SnapshotId;
  /** Of the bucket that keeps it longest; absent where no bucket's rules are known, or it has no manifest. */
  state?: KeepingState;
  kept: { side: Side; until?: KeptUntil }[];
  writtenBytes?: number;
  heldChains?: number;
}

/** Best first: a snapshot is as safe as the better of its copies. */
const ORDER: readonly KeepingState[] = ["forever", ...KEEPING_STATES.filter((each) => each !== "forever")];

/** A bucket that does not have a snapshot keeps nothing of it. */
export const keptRows = (rows: readonly SnapshotRow[], buckets: readonly BucketRules[], now: Date): KeptRow[] =>
  rows.map(({ id, sides, summary }) => {
    const kept = buckets.map(({ side, rules }) => ({
      side,
      until: summary && rules.known && sides[side] === "present" ? keptUntil(summary, rules.value, now) : undefined,
    }));
    const states = kept.flatMap(({ until }) => until?.state ?? []);
    return {
      ...{ id, kept, state: ORDER.find((each) => states.includes(each)) },
      writtenBytes: summary?.storedBytes,
      heldChains: summary?.heldChains,
    };
  });
