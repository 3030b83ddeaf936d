import { entryChange } from "@/lib/domain/entry-change";
import { type ChainRow, type EntriesPage, entryShape } from "@/lib/domain/entry-shape";
import type { RepositoryName, SnapshotId } from "@/lib/domain/ids";
import type { Manifest, ManifestEntry } from "@/lib/domain/manifest";
import { byText, pageOf, type RowQuery } from "@/lib/domain/row-page";
import type { Side } from "@/lib/domain/snapshot";
import { type EntryRow, entryRow } from "@/lib/domain/snapshot-detail";
import { askEither } from "./both-sides";
import { proofsOf, type ReadProofs } from "./read-proofs";

/** One page of a snapshot's entries, as the wanted bucket has them, or the other one. @throws AppError as readSnapshot */
export async function readEntries(
  deps: ReadProofs,
  snapshot: SnapshotId,
  wanted: Side,
  query: RowQuery,
): Promise<EntriesPage> {
  const { value } = await askEither(deps.sides, wanted, (backups) => deps.cache.read(backups, snapshot));
  const { manifest } = value;
  const { rows, entryOf } = tableOf(manifest);
  // Sorted by proofs, all of them are asked; else those of the page.
  const all = isByProof(query) ? await proofsOf(deps, snapshot, manifest.repos) : undefined;
  const page = pageOf(rows, query, entryShape(all?.proofs));
  const entries = page.rows.flatMap(({ repository }) => entryOf.get(repository) ?? []);
  return { ...page, ...(await proofsOf(deps, snapshot, entries)) };
}

const isByProof = ({ sort }: RowQuery) => sort?.replace("-", "") === "proof";

/** Every entry, as far as choosing what to restore needs it. @throws AppError as readSnapshot */
export async function readChains(
  { sides, cache }: Pick<ReadProofs, "sides" | "cache">,
  snapshot: SnapshotId,
  wanted: Side,
): Promise<ChainRow[]> {
  const { value } = await askEither(sides, wanted, (backups) => cache.read(backups, snapshot));
  return rowsOf(value.manifest).map(({ repository, outcome, chainBytes, chainLength }) => ({
    ...{ repository, outcome, chainBytes, chainLength },
  }));
}

interface EntryTable {
  /** By name. */
  rows: readonly EntryRow[];
  entryOf: ReadonlyMap<RepositoryName, ManifestEntry>;
}

const made = new WeakMap<Manifest, EntryTable>();

/** Made once for each manifest that is in memory, for it never changes. */
function tableOf(manifest: Manifest): EntryTable {
  const { repos } = manifest;
  const known = made.get(manifest) ?? {
    rows: repos.map(rowOf).sort(byName),
    entryOf: new Map(repos.map((entry) => [entry.repo, entry])),
  };
  made.set(manifest, known);
  return known;
}

/** The rows of a manifest by name. */
export const rowsOf = (manifest: Manifest): readonly EntryRow[] => tableOf(manifest).rows;

const rowOf = (entry: ManifestEntry): EntryRow => ({ ...entryRow(entry), id: entry.id, change: entryChange(entry) });

const byName = byText<EntryRow>(({ repository }) => repository);
