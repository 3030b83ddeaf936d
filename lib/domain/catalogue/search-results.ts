// What a search over everything finds.

import type { Problem } from "../errors";
import type { RunId, SnapshotId } from "../ids";
import type { Part } from "../part";
import type { RunKind, RunState } from "../run";
import type { CatalogueStatus } from "./catalogue-status";
import type { FoundRef, FoundRepository } from "./catalogue-views";

export interface FoundSnapshot {
  snapshot: SnapshotId;
  /** Absent where its manifest has not been read. */
  state?: "complete" | "partial";
  finishedAt: string;
}

export interface FoundRun {
  run: RunId;
  kind?: RunKind;
  state?: RunState;
  requestedAt: string;
}

export interface SearchResults {
  text: string;
  catalogue: CatalogueStatus;
  repositories: FoundRepository[];
  snapshots: FoundSnapshot[];
  /** Why no snapshot is found: neither bucket could be listed. */
  problem?: Problem;
  runs: Part<FoundRun[]>;
  refs: FoundRef[];
  /** Commits a ref pointed to at some time. */
  tips: FoundRef[];
  /** Of each kind no more than this are listed. */
  limit: number;
}

/** So many of the newest runs are found by what stands in their records, all others by their ids. */
export const RUNS_LOOKED_INTO = 100;
/** Shorter texts find half of everything. */
export const SHORTEST_SEARCH = 2;
/** What git shows at least of an object id. */
export const SHORTEST_COMMIT = 4;

export const isCommit = (text: string): boolean =>
  text.length >= SHORTEST_COMMIT && text.length <= 64 && /^[0-9a-f]+$/i.test(text);
