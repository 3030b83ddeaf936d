// Lets the catalogue know the refs of a repository over time: out of the headers of its bundles, each of which is read once.

import type { ChainBundle } from "@/lib/domain/catalogue/entry-state";
import { followRefs } from "@/lib/domain/catalogue/ref-spans";
import { hasCode, type Problem, problemOf } from "@/lib/domain/errors";
import { escapeRefName, type Ref } from "@/lib/domain/refs";
import type { CatalogueWriter, RepositoryNumber } from "@/lib/ports/catalogue";
import { askEither, type Sides } from "./both-sides";
import { inParallel } from "./in-parallel";
import { readBundleHeader } from "./read-bundle-header";

/** Headers that are in memory at the same time; those of the largest repositories take megabytes. */
const BUNDLES_AT_ONCE = 16;

/**
 * All that is not known yet of one repository.
 * @throws AppError storage-* when neither bucket answers: what was known stays as it was
 */
export async function fillRefs(sides: Sides, writer: CatalogueWriter, repository: RepositoryNumber): Promise<void> {
  for (;;) {
    const { bundles, open } = writer.refsToRead(repository);
    const next = bundles.slice(0, BUNDLES_AT_ONCE);
    const last = next.at(-1);
    if (!last) return;
    const read = await inParallel(next, BUNDLES_AT_ONCE, (bundle) => refsOf(sides, bundle));
    const known = read.flatMap(({ bundle, refs }) => (refs ? [{ snapshot: bundle.snapshot, refs }] : []));
    const problems = read.flatMap(({ bundle, problem }) => (problem ? [{ bundle, problem }] : []));
    writer.putRefs(repository, followRefs(open, known), { until: last.snapshot, problems });
    if (next.length === bundles.length) return;
  }
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
