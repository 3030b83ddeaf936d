// How large the generated repositories are. BENCH_SCALE makes all of them smaller, to try a benchmark out.
import { SCALE } from "../scale";
import type { HistorySize } from "./realistic-history";

/** Proportions as of an old, active repository: about 3 kB packed and 6 objects for each commit. */
export function sizeOf(seed: number, commits: number): HistorySize {
  const scaled = Math.max(20, Math.round(commits * SCALE));
  return {
    seed,
    commits: scaled,
    files: Math.ceil(40 + scaled ** 0.7),
    assetBytes: scaled * 220,
    openBranches: Math.ceil(scaled ** 0.3),
    releases: Math.ceil(scaled / 200),
    pulls: Math.ceil(scaled / 20),
  };
}

export const LARGE = sizeOf(7, 140_000);
export const MEDIUM = sizeOf(8, 28_000);
