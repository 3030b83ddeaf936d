import type { ChainBundle } from "@/lib/domain/catalogue/entry-state";
import type { RefsAt } from "@/lib/domain/catalogue/ref-spans";
import { hasCode, type Problem, problemOf } from "@/lib/domain/errors";
import { escapeRefName, type Ref } from "@/lib/domain/refs";
import { askEither, type Sides } from "./both-sides";
import { inParallel } from "./in-parallel";
import { readBundleHeader } from "./read-bundle-header";

/** Headers that are in memory at the same time; those of the largest repositories take megabytes. */
export const BUNDLES_AT_ONCE = 16;

export interface RefsOfBundles {
  /** In the order of the bundles. */
  known: RefsAt[];
  /** Bundles that are gone, or no bundles. */
  problems: { bundle: ChainBundle; problem: Problem }[];
}

/**
 * What the headers of bundles list, without HEAD; names as text.
 * @throws AppError storage-* when neither bucket answers
 */
export async function readRefsOfBundles(sides: Sides, bundles: readonly ChainBundle[]): Promise<RefsOfBundles> {
  const read = await inParallel(bundles, BUNDLES_AT_ONCE, (bundle) => refsOf(sides, bundle));
  return {
    known: read.flatMap(({ bundle, refs }) => (refs ? [{ snapshot: bundle.snapshot, refs }] : [])),
    problems: read.flatMap(({ bundle, problem }) => (problem ? [{ bundle, problem }] : [])),
  };
}

async function refsOf(
  sides: Sides,
  bundle: ChainBundle,
): Promise<{ bundle: ChainBundle; refs?: Ref[]; problem?: Problem }> {
  try {
    const { value } = await askEither(sides, "primary", ({ store }) => readBundleHeader(store, bundle));
    const refs = value.refs
      .filter(({ name }) => name !== "HEAD")
      .map(({ name, oid }) => ({ name: escapeRefName(name), oid }));
    return { bundle, refs };
  } catch (error) {
    if (!hasCode(error, "object-missing", "bundle-corrupt")) throw error;
    return { bundle, problem: problemOf(error) };
  }
}
