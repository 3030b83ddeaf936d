import type { AlarmReport } from "./alarm-report";
import type { MonthlyCost } from "./cost/monthly-cost";
import type { CoverageNow } from "./coverage-now";
import type { FollowedRun } from "./followed-run";
import type { Part } from "./part";
import type { ProofSummary } from "./proof-summary";
import type { SnapshotRow } from "./snapshot";

export interface Overview {
  /** Newest first, those with a readable manifest and others alike. */
  snapshots: Part<SnapshotRow[]>;
  /** Newest first. */
  runs: Part<FollowedRun[]>;
  alarms: Part<AlarmReport[]>;
  coverage: Part<CoverageNow>;
  schedule: Part<NextRun | undefined>;
  /** Of the newest snapshot; undefined before the first verify run. */
  proofs: Part<ProofSummary | undefined>;
  /** As it was reckoned of late; undefined before the first backup. */
  cost: Part<MonthlyCost | undefined>;
  targetHours: number;
}

export interface NextRun {
  /** `every day at 02:00 UTC`. */
  rhythm: string;
  enabled: boolean;
  /** Undefined when it cannot be told from the expression. */
  at?: string;
}

export interface SnapshotPage {
  rows: SnapshotRow[];
  /** Buckets that could not be listed, with the reason. */
  unreachable: { side: "primary" | "replica"; bucket: string; message: string; hint: string }[];
  next?: string;
}
