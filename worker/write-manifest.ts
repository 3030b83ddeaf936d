import { manifestKey } from "@/lib/domain/bucket-keys";
import { hasCode } from "@/lib/domain/errors";
import type { SnapshotId } from "@/lib/domain/ids";
import { type ChainLink, type Manifest, type ManifestEntry, serialiseManifest, totalsOf } from "@/lib/domain/manifest";
import type { NotVisible } from "@/lib/domain/not-visible";
import { VERSION } from "@/lib/domain/version";
import type { BackupEnvironment } from "@/lib/env";
import type { ObjectStore } from "@/lib/ports/object-store";
import { absentEntries, newlyVanished } from "./absent-entries";
import type { ListedInstallation } from "./fleet";
import type { RunRecorder } from "./run-recorder";
import { findPrevious, type PreviousSnapshot } from "./snapshot-choice";
import { inTime, type Stopping } from "./stop-patience";

export interface ManifestParts {
  env: Pick<
    BackupEnvironment,
    | "GITHUB_APP_ID"
    | "GITHUB_APP_INSTALLATION_ID"
    | "GITHUB_SERVER_URL"
    | "ROOT_PREFIX"
    | "RUN_TRIGGER"
    | "EXCLUDE_REFS"
  >;
  installations: ListedInstallation[];
  notVisible?: NotVisible[];
  /** Of what was listed. */
  entries: ManifestEntry[];
  snapshot: SnapshotId;
  previous: PreviousSnapshot | undefined;
  recorder: Pick<RunRecorder, "run" | "actor">;
  startedAt: Date;
  finishedAt: Date;
}

export function buildManifest(parts: ManifestParts): Manifest {
  const { env, installations, snapshot, previous, recorder } = parts;
  const absent = previous
    ? absentEntries(previous.manifest, parts.entries, installations, env.GITHUB_APP_INSTALLATION_ID)
    : [];
  const named = parts.entries.map((each) => withFormerNames(each, previous?.manifest));
  const repos = [...named, ...absent].sort(byName);
  const newly_vanished = newlyVanished(repos, previous?.manifest).length;
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
      installations: installations.map(({ id, account, problem, permissions }) => ({
        id,
        account,
        problem,
        permissions,
      })),
      ref_scope: { exclude: env.EXCLUDE_REFS },
      not_visible: parts.notVisible?.map((each) => withoutListed(each, parts.entries)),
    },
    total_repos: repos.length - totals.vanished,
    success_count: totals.captured + totals.unchanged,
    totals: { ...totals, newly_vanished },
    previous: previous && { snapshot: previous.manifest.snapshot, manifest_sha256: previous.sha256 },
    repos,
  };
}

/**
 * By name. Two repositories have the same name when one was deleted and another made in its place: then the one that is
 * there comes first, because whoever asks by name means that one.
 */
function byName(a: ManifestEntry, b: ManifestEntry): number {
  const [one, other] = [a.repo.toLowerCase(), b.repo.toLowerCase()];
  if (one !== other) return one < other ? -1 : 1;
  const gone = (entry: ManifestEntry) => Number(entry.outcome === "vanished");
  return gone(a) - gone(b) || (a.id ?? 0) - (b.id ?? 0);
}

/** What appeared while the run went on was captured after all. */
function withoutListed(outside: NotVisible, entries: ManifestEntry[]): NotVisible {
  const ids = new Set(entries.map(({ id }) => id));
  return { ...outside, repositories: outside.repositories?.filter(({ id }) => !ids.has(id)) };
}

/** Names it had in earlier snapshots, or earlier in this run, so that its history can be found under each of them. */
function withFormerNames(entry: ManifestEntry, previous: Manifest | undefined): ManifestEntry {
  const before = previous && findPrevious(previous, entry.id, entry.repo);
  const all = [...(before?.previous_names ?? []), ...(before ? [before.repo] : []), ...(entry.previous_names ?? [])];
  const names = [...new Set(all)].filter((name) => name !== entry.repo);
  return names.length > 0 ? { ...entry, previous_names: names } : entry;
}

/** Written since the previous snapshot: by this run, or by one that was lost in between. */
function isSince(link: ChainLink, root: string, previous: SnapshotId | undefined): boolean {
  const folder = link.s3_key.slice(root.length + 1).split("/")[0] ?? "";
  return previous === undefined || folder > previous;
}

/**
 * The commit point: until this is there, nothing of the snapshot counts. Never overwrites. When the answer to the put was
 * lost and it is tried again, "exists already" may mean our own; and when every answer was lost it may be there all the
 * same. Then what stands there is just what we wrote. A run that is told to stop at this point finishes it, in time.
 */
export async function writeManifest(
  store: ObjectStore,
  root: string,
  manifest: Manifest,
  stop: Stopping,
): Promise<void> {
  const key = manifestKey(root, manifest.snapshot);
  const text = serialiseManifest(manifest);
  try {
    await inTime(store.put(key, text, { onlyIf: "absent", contentType: "application/json" }), stop);
  } catch (error) {
    if (!hasCode(error, "object-exists", "storage-unreachable", "run-stopped")) throw error;
    const found = await inTime(store.readText(key), stop).catch(() => undefined);
    if (found?.text !== text) throw error;
  }
}
