import type { RepositoryName, SnapshotId } from "@/lib/domain/ids";
import type { KnownRefs } from "@/lib/domain/known-refs";
import { findEntry, planRepository } from "@/lib/domain/plan-repository";
import { escapeRefName, isRestorable } from "@/lib/domain/refs";
import type { Side } from "@/lib/domain/snapshot";
import { askEither, type Sides } from "./both-sides";
import type { ManifestCache } from "./manifest-cache";
import { readBundleHeader } from "./read-bundle-header";

interface WantedRefs {
  snapshot: SnapshotId;
  source: Side;
  repository: RepositoryName;
  /** Only refs with this in their name, in any case. */
  find?: string;
}

/** As many as one looks through; the rest is found by typing. */
const MOST_REFS = 500;

/**
 * The refs a repository had in a snapshot, branches first, from the header of its last bundle: no more is read than that.
 * @throws AppError snapshot-missing, entry-missing, nothing-to-restore, bundle-corrupt, storage-*
 */
export async function listRefs(
  { sides, cache }: { sides: Sides; cache: ManifestCache },
  { snapshot, source, repository, find = "" }: WantedRefs,
): Promise<KnownRefs> {
  const { value: read } = await askEither(sides, source, (backups) => cache.read(backups, snapshot));
  const last = planRepository(findEntry(read.manifest, snapshot, repository), snapshot).chain.at(-1);
  if (!last) return { refs: [], total: 0 };
  const { value: header } = await askEither(sides, source, ({ store }) => readBundleHeader(store, last));
  const wanted = find.toLowerCase();
  const refs = header.refs
    .filter((ref) => ref.name !== "HEAD")
    .map((ref) => ({ name: escapeRefName(ref.name), oid: ref.oid, ordinary: isRestorable(ref.name) }))
    .filter((ref) => ref.name.toLowerCase().includes(wanted))
    .sort((a, b) => rank(a.name) - rank(b.name) || (a.name < b.name ? -1 : 1));
  return { refs: refs.slice(0, MOST_REFS), total: refs.length };
}

const rank = (name: string) => (name.startsWith("refs/heads/") ? 0 : name.startsWith("refs/tags/") ? 1 : 2);
