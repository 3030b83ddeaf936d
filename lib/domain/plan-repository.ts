import { AppError } from "./errors";
import type { RepositoryName, SnapshotId } from "./ids";
import type { ChainLink, Manifest, ManifestEntry } from "./manifest";
import { OUTCOME_VIEW } from "./outcome";
import type { PlanLink, RepositoryPlan } from "./restore-plan";

/** @throws AppError entry-missing */
export function findEntry(manifest: Manifest, snapshot: SnapshotId, repository: RepositoryName): ManifestEntry {
  const wanted = repository.toLowerCase();
  const entry = manifest.repos.find((each) => each.repo.toLowerCase() === wanted);
  if (!entry) throw new AppError("entry-missing", { snapshot, repository });
  return entry;
}

/** A link of a chain as plans and pages have it. */
export function asPlanLink({ s3_key, version_id, kind, size_bytes, sha256 }: ChainLink): PlanLink {
  return { key: s3_key, versionId: version_id, kind, sizeBytes: size_bytes, sha256 };
}

/** What a snapshot holds of one repository, as a plan has it. @throws AppError nothing-to-restore */
export function planRepository(entry: ManifestEntry, snapshot: SnapshotId, target?: RepositoryName): RepositoryPlan {
  if (entry.chain.length === 0) throw nothingToRestore(entry, snapshot);
  const { refs } = entry;
  return {
    repository: entry.repo,
    repositoryId: entry.id,
    target,
    chain: entry.chain.map(asPlanLink),
    totalBytes: entry.chain.reduce((sum, link) => sum + link.size_bytes, 0),
    objectFormat: entry.object_format ?? "sha1",
    defaultBranch: entry.default_branch,
    description: entry.description ?? undefined,
    homepage: entry.homepage ?? undefined,
    topics: entry.topics?.length ? entry.topics : undefined,
    refs: refs && { heads: refs.heads, tags: refs.tags, other: refs.count - refs.heads - refs.tags },
    refDigest: refs?.digest,
    visibilityWas: entry.visibility,
    archived: entry.archived ?? false,
    largestObjectBytes: entry.largest_object_bytes,
  };
}

/** The same for a new repository on GitHub. @throws AppError nothing-to-restore, object-format-refused */
export function planNewRepository(entry: ManifestEntry, snapshot: SnapshotId, target?: RepositoryName): RepositoryPlan {
  const item = planRepository(entry, snapshot, target);
  // A push of other names than the new repository's ends in a protocol error, after all was read and rebuilt.
  if (item.objectFormat !== "sha1") throw new AppError("object-format-refused", { repository: entry.repo });
  return item;
}

function nothingToRestore(entry: ManifestEntry, snapshot: SnapshotId): AppError {
  const advice = entry.last_good_snapshot
    ? `Restore it from snapshot ${entry.last_good_snapshot}, its last good one.`
    : "Look for an older snapshot in which it was captured.";
  return new AppError("nothing-to-restore", {
    repository: entry.repo,
    snapshot,
    outcome: OUTCOME_VIEW[entry.outcome].label.toLowerCase(),
    advice: entry.outcome === "empty" ? "An empty repository has no commits; create a new one by hand." : advice,
  });
}
