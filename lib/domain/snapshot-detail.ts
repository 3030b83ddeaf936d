// One snapshot as its page shows it: what there is to say of the whole, and small rows for a page of its entries.
import { ANOMALY_VIEW, type Anomaly } from "./anomaly-kind";
import type { EntryChange } from "./entry-change";
import type { Problem } from "./errors";
import { type PlacedHold, restoreHeld } from "./hold";
import type { RepositoryName, SnapshotId } from "./ids";
import type { Manifest, ManifestEntry } from "./manifest";
import type { Outcome } from "./outcome";
import type { PlanLink } from "./restore-plan";
import { type Side, type SideState, type SnapshotSummary, summarise } from "./snapshot";

export interface EntryRow {
  repository: RepositoryName;
  outcome: Outcome;
  reason?: { message: string; hint: string };
  lastGoodSnapshot?: SnapshotId;
  defaultBranch?: string;
  head?: string;
  refs?: { heads: number; tags: number; other: number };
  /** Bytes of all bundles needed to rebuild it. */
  chainBytes: number;
  chainLength: number;
  /** GitHub's, where it is known; only in a snapshot's own table. */
  id?: number;
  /** What this snapshot added to the chain; only in a snapshot's own table, where something was added. */
  change?: EntryChange;
  visibility?: string;
  archived: boolean;
  /** The worst first. */
  anomalies: AnomalyNote[];
  /** Their kinds in words, as lists sort and filter by them; empty where there is none. */
  anomaly: string;
}

export type AnomalyNote = Pick<Anomaly, "kind" | "message">;

/** One repository of a snapshot, opened: its chain and how to rebuild it by hand. */
export interface EntryDetail {
  row: EntryRow;
  snapshot: SnapshotId;
  side: Side;
  bucket: string;
  region: string;
  /** Set when the other bucket had to answer instead of the one asked for. */
  notice?: Problem;
  chain: PlanLink[];
  checks: string[];
  /** One sentence per check that was left out, with the reason. */
  notChecked: string[];
  warnings: string[];
  holds: HeldState[];
  /** This very state, where it is held: since when, below which prefix, and why. */
  kept?: { since: string; prefix: string; why: string[]; commands: string[] };
  commands: string[];
}

/** The last good state of a repository with an anomaly: where it is kept, and what it is called there. */
export interface HeldState extends Pick<PlacedHold, "snapshot" | "repo" | "prefix" | "state"> {
  /** Why it is not held yet. */
  problem?: { message: string; hint: string };
  commands: string[];
}

export interface SnapshotDetail {
  summary: SnapshotSummary;
  /** The bucket this was read from, and where that is. */
  side: Side;
  bucket: string;
  region: string;
  manifestKey: string;
  sides: Record<Side, SideState>;
  /** Set when the other bucket had to answer instead of the one asked for. */
  notice?: Problem;
  worker?: string;
  server?: string;
  previous?: SnapshotId;
  /** How many; a page of them is asked for on its own. */
  entries: number;
  /** Those that have a chain. */
  restorable: number;
  /** By property: the values that a filter offers. */
  options: Record<string, string[]>;
  /** Not safe in this snapshot, the worst first: the first ones, and how many. */
  unsafe: { count: number; first: EntryRow[] };
  /** First seen by this snapshot, the worst first; without a repository it is one of the whole run. */
  unusual: { count: number; first: (AnomalyNote & { repository?: RepositoryName })[] };
}

export function entryRow(entry: ManifestEntry): EntryRow {
  const { refs } = entry;
  return {
    repository: entry.repo,
    outcome: entry.outcome,
    reason: entry.reason && { message: entry.reason.message, hint: entry.reason.hint },
    lastGoodSnapshot: entry.last_good_snapshot,
    defaultBranch: entry.default_branch,
    head: entry.head_sha,
    refs: refs && { heads: refs.heads, tags: refs.tags, other: refs.count - refs.heads - refs.tags },
    chainBytes: entry.chain.reduce((sum, link) => sum + link.size_bytes, 0),
    chainLength: entry.chain.length,
    visibility: entry.visibility,
    archived: entry.archived ?? false,
    anomalies: (entry.anomalies ?? []).map(noteOf),
    anomaly: (entry.anomalies ?? []).map(({ kind }) => ANOMALY_VIEW[kind].label).join(", "),
  };
}

const noteOf = ({ kind, message }: Anomaly): AnomalyNote => ({ kind, message });

export function heldStates(bucket: string, entry: ManifestEntry): HeldState[] {
  return (entry.holds ?? []).map(({ snapshot, repo, prefix, state, problem }) => ({
    snapshot,
    repo,
    prefix,
    state,
    problem: problem && { message: problem.message, hint: problem.hint },
    commands: state === "held" ? restoreHeld(bucket, prefix, repo) : [],
  }));
}

/** The facts of a manifest that its page shows beside the entries. */
export function manifestFacts(manifest: Manifest) {
  return {
    summary: summarise(manifest),
    worker: manifest.run?.worker,
    server: manifest.source?.server,
    previous: manifest.previous?.snapshot,
  };
}

/** Of the run as a whole; those of a repository stand in its row. */
export const anomaliesOfRun = (manifest: Manifest): AnomalyNote[] => (manifest.anomalies ?? []).map(noteOf);
