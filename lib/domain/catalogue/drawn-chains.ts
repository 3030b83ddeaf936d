// The chains of a repository as a drawing shows them.
import type { KnownHistory } from "./catalogue-views";
import type { ChainBundle } from "./entry-state";

export interface DrawnBundle extends ChainBundle {
  /** Relative to the others of its chain; small ones are drawn larger than they are, or nobody would see them. */
  width: number;
}

export interface DrawnChain {
  /** The full one first. */
  bundles: DrawnBundle[];
  /** Snapshots that are rebuilt from it, or from a part of it. */
  restorePoints: number;
}

/** Newest chain first. */
export function drawnChains({ points, bundles }: Pick<KnownHistory, "points" | "bundles">): DrawnChain[] {
  const chains = new Map<number, { longest: number[]; restorePoints: number }>();
  for (const { chain } of points) {
    const [full] = chain;
    if (full === undefined) continue;
    const known = chains.get(full) ?? { longest: [], restorePoints: 0 };
    chains.set(full, {
      longest: chain.length > known.longest.length ? chain : known.longest,
      restorePoints: known.restorePoints + 1,
    });
  }
  return [...chains.values()].map(({ longest, restorePoints }) => ({
    bundles: longest.flatMap((place) => {
      const bundle = bundles[place];
      return bundle ? [{ ...bundle, width: Math.log2(2 + bundle.sizeBytes / 1024) }] : [];
    }),
    restorePoints,
  }));
}
