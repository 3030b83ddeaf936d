// Lets the catalogue know the refs of a repository over time: out of the headers of its bundles, each of which is read once.
import { followRefs } from "@/lib/domain/catalogue/ref-spans";
import type { CatalogueWriter, RepositoryNumber } from "@/lib/ports/catalogue";
import type { Sides } from "./both-sides";
import { BUNDLES_AT_ONCE, readRefsOfBundles } from "./read-refs-of-bundles";

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
    const { known, problems } = await readRefsOfBundles(sides, next);
    writer.putRefs(repository, followRefs(open, known), { until: last.snapshot, problems });
    if (next.length === bundles.length) return;
  }
}
