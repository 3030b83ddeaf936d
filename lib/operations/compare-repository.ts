import { type ComparedRefs, compareRefs } from "@/lib/domain/compare/compare-refs";
import { AppError } from "@/lib/domain/errors";
import type { RepositoryName, SnapshotId } from "@/lib/domain/ids";
import type { Manifest } from "@/lib/domain/manifest";
import { escapeRefName, type Ref } from "@/lib/domain/refs";
import { askEither, type Sides } from "./both-sides";
import type { ManifestCache } from "./manifest-cache";
import { readBundleHeader } from "./read-bundle-header";

/** As many as one looks through. */
const MOST_REFS = 1000;

/**
 * What became of the branches and tags of one repository between two snapshots, by the headers of its bundles there.
 * @throws AppError snapshot-missing, entry-missing, bundle-corrupt, object-missing, storage-*
 */
export async function compareRepository(
  deps: { sides: Sides; cache: ManifestCache },
  { from, to, repository, id }: { from: SnapshotId; to: SnapshotId; repository: RepositoryName; id?: number },
): Promise<ComparedRefs> {
  const [older, newer] = from < to ? [from, to] : [to, from];
  const [before, after] = await Promise.all([older, newer].map((snapshot) => refsIn(deps, snapshot, repository, id)));
  if (!before && !after) throw new AppError("entry-missing", { repository, snapshot: newer });
  const refs = compareRefs(before ?? [], after ?? []);
  return { refs: refs.slice(0, MOST_REFS), total: refs.length };
}

/** Undefined where the snapshot does not have the repository. */
async function refsIn(
  { sides, cache }: { sides: Sides; cache: ManifestCache },
  snapshot: SnapshotId,
  repository: RepositoryName,
  id: number | undefined,
): Promise<Ref[] | undefined> {
  const { value: read } = await askEither(sides, "primary", (backups) => cache.read(backups, snapshot));
  const entry = find(read.manifest, repository, id);
  if (!entry) return undefined;
  const last = entry.chain.at(-1);
  if (!last) return [];
  const { value } = await askEither(sides, "primary", ({ store }) =>
    readBundleHeader(store, { key: last.s3_key, versionId: last.version_id }),
  );
  return value.refs.map(({ name, oid }) => ({ name: escapeRefName(name), oid }));
}

const find = ({ repos }: Manifest, repository: RepositoryName, id: number | undefined) =>
  (id === undefined ? undefined : repos.find((each) => each.id === id)) ??
  repos.find((each) => each.repo === repository);
