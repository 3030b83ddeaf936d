// What the list of snapshots says about one row, from the two copies of its manifest.
import type { SideState, SnapshotRow } from "./snapshot";

/** unfinished: a folder without a manifest in any bucket that answered; unreadable: a manifest that cannot be read. */
export type RowState = "complete" | "partial" | "unfinished" | "unreadable";

export const ROW_STATE_VIEW: Record<
  RowState,
  { label: string; indicator: "success" | "warning" | "error" | "pending"; explanation: string }
> = {
  complete: { label: "Complete", indicator: "success", explanation: "Every repository that GitHub serves is in it." },
  partial: {
    label: "Partial",
    indicator: "warning",
    explanation: "At least one repository could not be backed up; the others are safe.",
  },
  unfinished: {
    label: "Unfinished",
    indicator: "pending",
    explanation: "There is no manifest: the backup is still going on, or it was cut off. It cannot be restored from.",
  },
  unreadable: {
    label: "Unreadable",
    indicator: "error",
    explanation: "No copy of the manifest can be read; the reason is given.",
  },
};

const WITHOUT_MANIFEST: readonly SideState[] = ["missing", "lagging", "unconfigured"];

export function rowState(row: SnapshotRow): RowState {
  if (row.summary) return row.summary.state;
  const { primary, replica } = row.sides;
  return WITHOUT_MANIFEST.includes(primary) && WITHOUT_MANIFEST.includes(replica) ? "unfinished" : "unreadable";
}
