// How far the catalogue is: the console's own index over all snapshots, made from the buckets and from nothing else.
import type { Problem } from "../errors";

/**
 * filling: at work on what it has not read yet. ready: it has read all there was at the last look. unavailable: it is not there
 * and nobody is making it; what lives from it says so, everything else goes on without.
 */
export type CatalogueState = "filling" | "ready" | "unavailable";

export interface CatalogueStatus {
  state: CatalogueState;
  snapshots: Progress;
  /** Of repositories, those whose branches and tags are known over time. They follow when all snapshots are read. */
  refs: Progress;
  /** When it last had looked at both buckets. */
  lookedAt?: string;
  /** Why it is unavailable, or why the last look ended early. */
  problem?: Problem;
}

export interface Progress {
  done: number;
  total: number;
}

export const NO_CATALOGUE: CatalogueStatus = {
  state: "unavailable",
  snapshots: { done: 0, total: 0 },
  refs: { done: 0, total: 0 },
};

export const CATALOGUE_STATE_VIEW: Record<
  CatalogueState,
  { label: string; indicator: "in-progress" | "success" | "warning" }
> = {
  filling: { label: "Reading snapshots", indicator: "in-progress" },
  ready: { label: "Up to date", indicator: "success" },
  unavailable: { label: "Not available", indicator: "warning" },
};

/** Whether an answer made of it may lack something that is in the buckets. */
export const isWhole = ({ state, snapshots }: CatalogueStatus): boolean =>
  state === "ready" && snapshots.done >= snapshots.total;
