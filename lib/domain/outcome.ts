// What became of one repository in one snapshot.
export const OUTCOMES = ["captured", "unchanged", "empty", "unavailable", "failed", "vanished"] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface OutcomeView {
  label: string;
  /** Cloudscape's StatusIndicator type. */
  indicator: "success" | "info" | "warning" | "error" | "stopped";
  /** Problems first. */
  order: number;
  /** The repository's content as of this snapshot is in the bucket. */
  safe: boolean;
  explanation: string;
}

export const OUTCOME_VIEW: Record<Outcome, OutcomeView> = {
  failed: {
    label: "Failed",
    indicator: "error",
    order: 0,
    safe: false,
    explanation: "Could not be backed up this time; the reason is given. Older backups stay.",
  },
  vanished: {
    label: "Vanished",
    indicator: "warning",
    order: 1,
    safe: false,
    explanation: "Was in the previous snapshot and is no longer visible to the App. Older backups stay.",
  },
  unavailable: {
    label: "Unavailable",
    indicator: "warning",
    order: 2,
    safe: false,
    explanation: "GitHub refuses to serve it (blocked or disabled). Older backups stay.",
  },
  empty: {
    label: "Empty",
    indicator: "info",
    order: 3,
    safe: true,
    explanation: "Has no commits yet, so there is nothing to keep.",
  },
  captured: {
    label: "Captured",
    indicator: "success",
    order: 4,
    safe: true,
    explanation: "Changed since its last backup; a new bundle was written.",
  },
  unchanged: {
    label: "Unchanged",
    indicator: "success",
    order: 5,
    safe: true,
    explanation: "Exactly as in its last bundle, which this snapshot points to.",
  },
};
