// What ordinary work does not do to a repository: its kinds, what each means, and how it stands in a manifest.

export type { Anomaly, SeenAnomaly } from "./anomaly-schema";

export const ANOMALY_KINDS = [
  "wiped",
  "many-vanished",
  "default-branch-rewritten",
  "ref-collapse",
  "branches-rewritten",
  "tags-moved",
  "refs-deleted",
  "size-collapse",
] as const;
export type AnomalyKind = (typeof ANOMALY_KINDS)[number];

export interface AnomalyView {
  label: string;
  severity: "critical" | "high" | "medium";
  /** Cloudscape's StatusIndicator type. */
  indicator: "error" | "warning";
  /** Worst first. */
  order: number;
  /** What it means, and what to do. */
  meaning: string;
}

export const ANOMALY_VIEW: Record<AnomalyKind, AnomalyView> = {
  wiped: {
    label: "Wiped",
    severity: "critical",
    indicator: "error",
    order: 0,
    meaning: "Nothing of what was there is on a branch any more; unless it was meant, restore the last good state.",
  },
  "many-vanished": {
    label: "Many vanished",
    severity: "critical",
    indicator: "error",
    order: 1,
    meaning:
      "Many repositories are gone at once: deleted, transferred or taken from the App; ask the owners before anything else is done.",
  },
  "default-branch-rewritten": {
    label: "Default branch rewritten",
    severity: "high",
    indicator: "error",
    order: 2,
    meaning:
      "Commits that were on the default branch are no longer in its history; ask who pushed by force, and restore them where it was not meant.",
  },
  "ref-collapse": {
    label: "Most refs gone",
    severity: "high",
    indicator: "error",
    order: 3,
    meaning: "Half or more of its branches or tags are gone at once; unless it was a clean-up, restore them.",
  },
  "branches-rewritten": {
    label: "Branches rewritten",
    severity: "high",
    indicator: "error",
    order: 4,
    meaning:
      "Many branches were replaced by other histories at once, as a script does it and people do not; ask who pushed by force.",
  },
  "tags-moved": {
    label: "Tags moved",
    severity: "high",
    indicator: "warning",
    order: 5,
    meaning:
      "A tag that named one commit now names another, so that whoever builds from it gets other code; ask who moved it.",
  },
  "refs-deleted": {
    label: "Many refs deleted",
    severity: "medium",
    indicator: "warning",
    order: 6,
    meaning: "Far more branches or tags were deleted than on other days; unless it was a clean-up, restore them.",
  },
  "size-collapse": {
    label: "Far smaller",
    severity: "medium",
    indicator: "warning",
    order: 7,
    meaning:
      "Its new full bundle is a fraction of the one before, so much of its history is gone; compare it with the last good state.",
  },
};

/** The worst first; those of one kind stay in order. */
export const byKind = (a: { kind: AnomalyKind }, b: { kind: AnomalyKind }): number =>
  ANOMALY_VIEW[a.kind].order - ANOMALY_VIEW[b.kind].order;
