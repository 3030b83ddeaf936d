import { manifestKey } from "@/lib/domain/bucket-keys";
import { AppError, hasCode, problemOf } from "@/lib/domain/errors";
import type { SnapshotId } from "@/lib/domain/ids";
import { type ChainLink, type Manifest, type ManifestEntry, serialiseManifest, totalsOf } from "@/lib/domain/manifest";
import { VERSION } from "@/lib/domain/version";
import type { BackupEnvironment } from "@/lib/env";
import type { ObjectStore } from "@/lib/ports/object-store";
import type { Fleet } from "./fleet";
import type { RunRecorder } from "./run-recorder";
import { lastGoodOf, type PreviousSnapshot } from "./snapshot-choice";

export interface ManifestParts {
  env: BackupEnvironment;
  fleet: Fleet;
  entries: ManifestEntry[];
  snapshot: SnapshotId;
  previous: PreviousSnapshot | undefined;
  recorder: RunRecorder;
  startedAt: Date;
  finishedAt: Date;
}

export function buildManifest(parts: ManifestParts): Manifest {
  const { env, fleet, snapshot, previous, recorder } = parts;
  const repos = [...parts.entries, ...vanished(parts)].sort((a, b) => (a.repo < b.repo ? -1 : 1));
  const written = parts.entries
    .flatMap((each) => each.chain)
    .filter((link) => isSince(link, env.ROOT_PREFIX, previous?.manifest.snapshot));
  const stored = written.reduce((sum, link) => sum + link.size_bytes, 0);
  const totals = totalsOf(repos, stored);
  const finished = parts.finishedAt.toISOString();
  return {
    format: 2,
    snapshot,
    date: snapshot.slice(0, 10),
    timestamp: finished,
    run: {
      id: recorder.run,
      trigger: env.RUN_TRIGGER,
      actor: recorder.actor,
      started_at: parts.startedAt.toISOString(),
      finished_at: finished,
      worker: VERSION,
    },
    source: {
      server: env.GITHUB_SERVER_URL,
      app_id: env.GITHUB_APP_ID,
      installations: fleet.installations.map(({ id, account }) => ({ id, account })),
    },
    total_repos: fleet.repositories.length,
    success_count: totals.captured + totals.unchanged,
    totals,
    previous: previous && { snapshot: previous.manifest.snapshot, manifest_sha256: previous.sha256 },
    repos,
  };
}

/** Written since the previous snapshot: by this run, or by one that was lost in between. */
function isSince(link: ChainLink, root: string, previous: SnapshotId | undefined): boolean {
  const folder = link.s3_key.slice(root.length + 1).split("/")[0] ?? "";
  return previous === undefined || folder > previous;
}

/**
 * The commit point: until this is there, nothing of the snapshot counts. Never overwrites. When the answer to the put was
 * lost and it is tried again, "exists already" may mean our own: then what stands there is just what we wrote.
 */
export async function writeManifest(store: ObjectStore, root: string, manifest: Manifest): Promise<void> {
  const key = manifestKey(root, manifest.snapshot);
  const text = serialiseManifest(manifest);
  try {
    await store.put(key, text, { onlyIf: "absent", contentType: "application/json" });
  } catch (error) {
    if (!hasCode(error, "object-exists")) throw error;
    const found = await store.readText(key).catch(() => undefined);
    if (found?.text !== text) throw error;
  }
}

/** What the previous snapshot had and the App no longer sees. It stays listed, so that its old backups are found. */
function vanished({ fleet, previous, env }: ManifestParts): ManifestEntry[] {
  // A run for one installation sees one installation; the others have not vanished.
  if (!previous || env.GITHUB_APP_INSTALLATION_ID !== undefined) return [];
  const seen = new Set(fleet.repositories.map((each) => each.id));
  const names = new Set(fleet.repositories.map((each) => each.name.toLowerCase()));
  return previous.manifest.repos
    .filter((each) => (each.id === undefined ? !names.has(each.repo.toLowerCase()) : !seen.has(each.id)))
    .map((each) => ({
      id: each.id,
      repo: each.repo,
      outcome: "vanished" as const,
      chain: [],
      reason: problemOf(new AppError("repository-vanished", { repository: each.repo })),
      last_good_snapshot: lastGoodOf(each, previous.manifest.snapshot),
    }));
}
