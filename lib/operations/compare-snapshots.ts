import type { ComparedEntry, ComparedPair } from "@/lib/domain/catalogue/catalogue-views";
import { type RepositoryKey, repositoryKeyOf } from "@/lib/domain/catalogue/entry-state";
import { compareEntries } from "@/lib/domain/compare/compare-entries";
import {
  type ComparedSnapshot,
  type Comparison,
  comparisonPage,
  type WholeComparison,
} from "@/lib/domain/compare/comparison";
import { AppError, hasCode } from "@/lib/domain/errors";
import type { SnapshotId } from "@/lib/domain/ids";
import type { Manifest } from "@/lib/domain/manifest";
import type { RowQuery } from "@/lib/domain/row-page";
import { type SnapshotSummary, summarise } from "@/lib/domain/snapshot";
import { entryRow } from "@/lib/domain/snapshot-detail";
import type { Catalogue } from "@/lib/ports/catalogue";
import { askEither, type Sides } from "./both-sides";
import type { LastComparisons } from "./last-comparisons";
import type { ManifestCache } from "./manifest-cache";

export interface CompareSnapshots {
  sides: Sides;
  cache: ManifestCache;
  catalogue: Catalogue;
  comparisons: LastComparisons;
}

/**
 * A page of the repositories that differ between two snapshots, whichever is the older one.
 * @throws AppError input-invalid where both are the same, snapshot-missing, manifest-*, storage-*
 */
export async function compareSnapshots(
  deps: CompareSnapshots,
  { from, to }: { from: SnapshotId; to: SnapshotId },
  query: RowQuery,
): Promise<Comparison> {
  if (from === to) throw new AppError("input-invalid", { problem: "from and to are the same snapshot" });
  const [older, newer] = from < to ? [from, to] : [to, from];
  const whole = await deps.comparisons.get(`${older} ${newer}`, () => compareWhole(deps, older, newer));
  return comparisonPage(whole, query);
}

async function compareWhole(deps: CompareSnapshots, older: SnapshotId, newer: SnapshotId): Promise<WholeComparison> {
  const known = inCatalogue(deps.catalogue, older, newer);
  if (known) return known;
  const [before, after] = await Promise.all([manifestOf(deps, older), manifestOf(deps, newer)]);
  const { rows, same } = compareEntries(pairsOf(before, after));
  return { from: facts(summarise(before)), to: facts(summarise(after)), rows, same, source: "manifests" };
}

function inCatalogue(catalogue: Catalogue, older: SnapshotId, newer: SnapshotId): WholeComparison | undefined {
  try {
    const [from, to] = [catalogue.summary(older), catalogue.summary(newer)];
    const compared = from && to && catalogue.compare(older, newer);
    if (!compared) return undefined;
    const { rows, same } = compareEntries(compared.pairs);
    return { from: facts(from), to: facts(to), rows, same: same + compared.same, source: "catalogue" };
  } catch (error) {
    if (hasCode(error, "catalogue-unavailable")) return undefined;
    throw error;
  }
}

const facts = ({ id, finishedAt, totalRepositories, chainBytes }: SnapshotSummary): ComparedSnapshot => ({
  snapshot: id,
  finishedAt,
  repositories: totalRepositories,
  chainBytes,
});

async function manifestOf({ sides, cache }: CompareSnapshots, id: SnapshotId): Promise<Manifest> {
  return (await askEither(sides, "primary", (backups) => cache.read(backups, id))).value.manifest;
}

function pairsOf(before: Manifest, after: Manifest): ComparedPair[] {
  const pairs = new Map<RepositoryKey, ComparedPair>();
  for (const [manifest, side] of [[before, "before"] as const, [after, "after"] as const])
    for (const entry of manifest.repos) {
      const compared: ComparedEntry = { id: entry.id, row: entryRow(entry), refsDigest: entry.refs?.digest };
      const key = repositoryKeyOf(entry);
      pairs.set(key, { ...pairs.get(key), [side]: compared });
    }
  return [...pairs.values()];
}
