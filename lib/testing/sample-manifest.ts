import { manifestKey } from "@/lib/domain/bucket-keys";
import type { SnapshotId } from "@/lib/domain/ids";
import { repositoryName, snapshotId } from "@/lib/domain/ids-schema";
import { type Manifest, type ManifestEntry, serialiseManifest, totalsOf } from "@/lib/domain/manifest";
import type { Outcome } from "@/lib/domain/outcome";
import type { Backups } from "@/lib/operations/read-manifest";

/** An entry with one full bundle, or without a chain where its outcome has none. */
export function sampleEntry(
  name: string,
  outcome: Outcome = "captured",
  more: Partial<ManifestEntry> = {},
): ManifestEntry {
  const repo = repositoryName.parse(name);
  const kept = outcome === "captured" || outcome === "unchanged";
  const chain = [
    {
      s3_key: `github-backup/2026-11-01/${repo}.bundle`,
      kind: "full" as const,
      size_bytes: 1000,
      sha256: "a".repeat(64),
    },
  ];
  return {
    repo,
    outcome,
    default_branch: "main",
    refs: { count: 3, heads: 2, tags: 1, pulls: 0, digest: "sha256:1" },
    chain: kept ? chain : [],
    ...more,
  };
}

export function sampleManifest(
  id: string,
  repos: ManifestEntry[],
  finishedAt = `${id.slice(0, 10)}T02:05:00Z`,
): Manifest {
  const snapshot = snapshotId.parse(id);
  return {
    format: 2,
    snapshot,
    date: id.slice(0, 10),
    timestamp: finishedAt,
    run: {
      id: "20261101T020000Z-aaaaaa",
      trigger: "schedule",
      started_at: finishedAt,
      finished_at: finishedAt,
      worker: "1",
    },
    total_repos: repos.length,
    success_count: repos.length,
    totals: totalsOf(repos, 1000),
    repos,
  };
}

export async function putManifest({ store, root }: Backups, manifest: Manifest): Promise<SnapshotId> {
  await store.put(manifestKey(root, manifest.snapshot), serialiseManifest(manifest));
  return manifest.snapshot;
}
