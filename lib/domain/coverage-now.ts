// The coverage as screens see it: counts for the overview, a row per repository for its own page.
import type { CoverageRow, LastSafe } from "./coverage";
import type { CoverageSummary } from "./coverage-summary";
import type { Problem } from "./errors";
import type { Part } from "./part";
import type { RowPage } from "./row-page";
import type { Targets } from "./targets";
import type { WatchedReplica } from "./watch";

/** Without the objects, which are for the backup that drives them again. */
export type ReplicaNow = Pick<WatchedReplica, "state" | "problem" | "lag_minutes" | "pending" | "stuck" | "complete">;

export interface CoverageNow {
  summary: CoverageSummary;
  /** The newest backup; undefined where there is none yet. */
  snapshot?: LastSafe;
  /** The newest proof of any repository. */
  lastProof?: string;
  /** Repositories whose proof is older than it should be; those never proven count from their first backup. */
  proofsOverdue: number;
  /** Private repositories that the App was not given: GitHub tells how many, and not which. */
  hiddenPrivate: number;
  /** Organisations that could not be asked what they have besides. */
  notAsked: { account: string; message: string; hint: string }[];
  /** What the last hourly look found of the replica; no value before the first one. */
  watch: Part<{ at: string; replica: ReplicaNow } | undefined>;
  /** Why the proofs are not known. */
  proofsProblem?: Problem;
  targets: Targets;
}

/** A page of the repositories, worst first unless it is sorted otherwise. */
export interface RepositoriesNow extends CoverageNow, RowPage<CoverageRow> {
  /** By property: the values that a filter offers. */
  options: Record<string, string[]>;
}
