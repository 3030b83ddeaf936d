// A snapshot as lists show it: the facts of its manifest, and whether each bucket has it.
import type { SeenAnomaly } from "./anomaly-kind";
import type { Problem } from "./errors";
import type { SnapshotId } from "./ids";
import type { Manifest, ManifestEntry } from "./manifest";
import { OUTCOME_VIEW } from "./outcome";
import { isPartial } from "./partial-snapshot";
import type { ProvenShare } from "./proven-share";
import { anomaliesIn } from "./seen-anomalies";

export const SIDES = ["primary", "replica"] as const;
export type Side = (typeof SIDES)[number];
export const SIDE_LABEL: Record<Side, string> = { primary: "Primary", replica: "Replica" };

/** complete: every repository safe or knowingly out of reach. partial: at least one failed. */
export type SnapshotState = "complete" | "partial" | "unreadable";

export interface SnapshotSummary {
  id: SnapshotId;
  format: 1 | 2;
  state: "complete" | "partial";
  finishedAt: string;
  startedAt?: string;
  durationMs?: number;
  totalRepositories: number;
  /** Captured, unchanged or empty. */
  safeRepositories: number;
  failed: number;
  unavailable: number;
  empty: number;
  vanished: number;
  /** Since the snapshot before; all that vanished, where the manifest does not tell them apart. */
  newlyVanished: number;
  storedBytes: number;
  chainBytes: number;
  /** Repositories of which this snapshot wrote something. */
  captured: number;
  /** When the oldest bundle that it needs was written; absent where no bundle tells. */
  oldestBundleAt?: string;
  /** Chains that were put aside because of what it saw. */
  heldChains: number;
  /** First seen by it, the worst first; of very many only the first ones, `anomalyCount` tells all. */
  anomalies: SeenAnomaly[];
  anomalyCount: number;
  trigger?: "schedule" | "manual" | "retry";
  actor?: string;
  runId?: string;
}

/** How one bucket has a snapshot. `lagging`: the other bucket has it and this one, still within its time, not yet. */
export type SideState = "present" | "lagging" | "missing" | "unreadable" | "unreachable" | "unconfigured";

export interface SnapshotRow {
  id: SnapshotId;
  sides: Record<Side, SideState>;
  /** What the replica lacks of it, as the hourly watch found; absent when it lacks nothing. */
  replication?: { pending: number; stuck: number; lagMinutes: number };
  /** What is proven of its chains; absent where that is not asked, or not known. */
  proof?: ProvenShare;
  /** From whichever bucket answered; absent when neither copy of the manifest can be read. */
  summary?: SnapshotSummary;
  problem?: Problem;
}

export const SIDE_STATE_VIEW: Record<
  SideState,
  { label: string; indicator: "success" | "pending" | "error" | "warning" | "stopped" }
> = {
  present: { label: "Present", indicator: "success" },
  lagging: { label: "Replicating", indicator: "pending" },
  missing: { label: "Missing", indicator: "error" },
  unreadable: { label: "Unreadable", indicator: "error" },
  unreachable: { label: "Unreachable", indicator: "warning" },
  unconfigured: { label: "Not configured", indicator: "stopped" },
};

/** S3's replication time control promises 15 minutes; a copy later than that is called missing, not lagging. */
export const REPLICATION_GRACE_MS = 15 * 60_000;

/** Lists and the first page name these; the snapshot's own page names all. */
const ANOMALIES_NAMED = 20;

/** What a summary takes of an entry. */
export type BriefEntry = Pick<ManifestEntry, "repo" | "outcome" | "anomalies" | "chain" | "holds">;

/** `repos`: its entries, where they are not in the manifest. */
export function summarise(manifest: Manifest, repos: readonly BriefEntry[] = manifest.repos): SnapshotSummary {
  const { totals, run } = manifest;
  const anomalies = anomaliesIn({ anomalies: manifest.anomalies, repos });
  return {
    id: manifest.snapshot,
    format: manifest.format,
    state: isPartial(manifest) ? "partial" : "complete",
    finishedAt: manifest.timestamp,
    startedAt: run?.started_at,
    durationMs: run ? Date.parse(run.finished_at) - Date.parse(run.started_at) : undefined,
    totalRepositories: manifest.total_repos,
    safeRepositories: repos.filter((each) => OUTCOME_VIEW[each.outcome].safe).length,
    failed: totals.failed,
    unavailable: totals.unavailable,
    empty: totals.empty,
    vanished: totals.vanished,
    newlyVanished: totals.newly_vanished ?? totals.vanished,
    storedBytes: totals.stored_bytes,
    chainBytes: totals.chain_bytes,
    captured: totals.captured,
    oldestBundleAt: oldestBundleOf(repos),
    heldChains: repos.reduce((sum, { holds = [] }) => sum + holds.filter(({ state }) => state === "held").length, 0),
    anomalies: anomalies.slice(0, ANOMALIES_NAMED),
    anomalyCount: anomalies.length,
    trigger: run?.trigger,
    actor: run?.actor,
    runId: run?.id,
  };
}

function oldestBundleOf(repos: readonly BriefEntry[]): string | undefined {
  let oldest: string | undefined;
  for (const { chain } of repos)
    for (const { created_at: at } of chain) if (at && (oldest === undefined || at < oldest)) oldest = at;
  return oldest;
}

/** The state of the side that lacks a snapshot which the other side has, given when that one was finished. */
export function absentSide(finishedAt: string | undefined, now: Date): SideState {
  if (finishedAt === undefined) return "missing";
  return now.getTime() - Date.parse(finishedAt) <= REPLICATION_GRACE_MS ? "lagging" : "missing";
}
