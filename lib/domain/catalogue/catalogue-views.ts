// What the catalogue answers.
import type { Problem } from "../errors";
import type { RepositoryName, SnapshotId } from "../ids";
import type { Side } from "../snapshot";
import type { EntryRow } from "../snapshot-detail";
import type { ChainBundle } from "./entry-state";
import type { RefSpan } from "./ref-spans";

/** One repository over all snapshots. States and bundles are named by their place in the lists. */
export interface KnownHistory {
  id?: number;
  /** As of the newest snapshot that has it. */
  name: RepositoryName;
  states: EntryRow[];
  /** Newest first. */
  points: HistoryPoint[];
  /** Oldest first. */
  bundles: ChainBundle[];
  /** Others that had the same name at some time. */
  namesakes: Namesake[];
}

export interface HistoryPoint {
  snapshot: SnapshotId;
  finishedAt: string;
  state: number;
  /** The chain it is rebuilt from, in order. */
  chain: number[];
  /** The buckets that have the snapshot. */
  sides: Side[];
}

export interface Namesake {
  id?: number;
  name: RepositoryName;
  newest: SnapshotId;
}

/** One repository in one of two snapshots that are compared, or in both. */
export interface ComparedPair {
  before?: ComparedEntry;
  after?: ComparedEntry;
}

export interface ComparedEntry {
  id?: number;
  row: EntryRow;
  refsDigest?: string;
}

export interface FoundRepository {
  id?: number;
  name: RepositoryName;
  /** The older name it was found by, where it was not the present one. */
  formerly?: string;
  newest: SnapshotId;
}

export interface FoundRef {
  repository: RepositoryName;
  id?: number;
  span: RefSpan;
}

/** What is known of a repository's refs over time. */
export interface KnownRefSpans {
  spans: RefSpan[];
  /** Those whose refs are known, oldest first. */
  snapshots: SnapshotId[];
  bundles: { done: number; total: number };
  /** Bundles whose refs cannot be read. */
  problems: { snapshot: SnapshotId; problem: Problem }[];
}
