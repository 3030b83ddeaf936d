// Both buckets of a large organisation, written past the wire: bundles of some bytes under the keys that a backup gives them,
// and manifests as long as real ones. What the watch does goes by keys, sizes and manifests.
import { createHash } from "node:crypto";
import { bundleKey, DEFAULT_ROOT, manifestKey } from "@/lib/domain/bucket-keys";
import type { RepositoryName, SnapshotId } from "@/lib/domain/ids";
import { repositoryName, snapshotId } from "@/lib/domain/ids-schema";
import { type Manifest, type ManifestEntry, serialiseManifest, totalsOf } from "@/lib/domain/manifest";
import { ORGANISATION } from "@/sandbox/names";
import { BucketSeeder, type SeededObject, seededVersionId } from "@/sandbox/s3/seed-buckets";
import { BOTH_BUCKETS } from "../both-buckets";
import { SCALE } from "../scale";

export const LARGE_REPOSITORIES = Math.ceil(10_000 * SCALE);
export const SNAPSHOTS = 8;
/** Of the repositories, from one day to the next. */
const SHARE_CHANGED = 0.1;

const DAY_MS = 86_400_000;

/** Objects of each bucket. */
export async function writeLargeBuckets(dataDir: string, now: Date): Promise<number> {
  const seeder = await BucketSeeder.make(dataDir, BOTH_BUCKETS, now);
  let objects = 0;
  for (const object of objectsOfAllDays(now)) {
    seeder.put(object);
    objects += 1;
  }
  return objects;
}

function* objectsOfAllDays(now: Date): Generator<SeededObject> {
  let entries: ManifestEntry[] = [];
  let previous: Manifest["previous"];
  for (let day = 0; day < SNAPSHOTS; day++) {
    const at = new Date(now.getTime() - (SNAPSHOTS - day) * DAY_MS + DAY_MS / 2);
    const snapshot = snapshotId.parse(at.toISOString().slice(0, 10));
    const bundles: SeededObject[] = [];
    entries = Array.from({ length: LARGE_REPOSITORIES }, (_, index) => {
      const before = entries[index];
      if (before && !changed(index, day)) return { ...before, outcome: "unchanged" as const };
      const { entry, bundle } = captured(index, snapshot, at, before);
      bundles.push(bundle);
      return entry;
    });
    yield* bundles;
    const text = serialiseManifest(manifestOf(snapshot, at, entries, previous));
    previous = { snapshot, manifest_sha256: sha256(text) };
    yield { key: manifestKey(DEFAULT_ROOT, snapshot), body: text, lastModified: at };
  }
}

/** Each day another tenth. */
const changed = (index: number, day: number) => index % Math.round(1 / SHARE_CHANGED) === day;

const nameOf = (index: number): RepositoryName =>
  repositoryName.parse(`${ORGANISATION}/repository-${String(index).padStart(5, "0")}`);

function captured(index: number, snapshot: SnapshotId, at: Date, before: ManifestEntry | undefined) {
  const repo = nameOf(index);
  const kind = before ? ("incremental" as const) : ("full" as const);
  const key = bundleKey(DEFAULT_ROOT, snapshot, repo, kind);
  const body = `${key}\n${sha256(key)}\n`;
  const link = {
    ...{ s3_key: key, kind, size_bytes: body.length, sha256: sha256(body), created_at: at.toISOString() },
    version_id: seededVersionId(key),
  };
  const entry: ManifestEntry = {
    ...{ id: 100_000 + index, repo, outcome: "captured", default_branch: "main", head_sha: sha256(key).slice(0, 40) },
    ...{ object_format: "sha1", visibility: "private", archived: false, fork: false, description: `Number ${index}` },
    ...{ topics: ["service"], pushed_at: at.toISOString(), objects: 1200, largest_object_bytes: 40_000 },
    refs: { count: 12, heads: 7, tags: 4, pulls: 1, digest: `sha256:${sha256(repo)}` },
    chain: [...(before?.chain ?? []), link],
    checks: ["trailer", "objects-inflated"],
    duration_ms: 420,
  };
  return { entry, bundle: { key, body, lastModified: at } };
}

function manifestOf(snapshot: SnapshotId, at: Date, repos: ManifestEntry[], previous: Manifest["previous"]): Manifest {
  return {
    ...{ format: 2, snapshot, date: snapshot.slice(0, 10), timestamp: at.toISOString(), previous, repos },
    ...{ total_repos: repos.length, success_count: repos.length, totals: totalsOf(repos, repos.length) },
    source: { server: "https://github.com", app_id: 1001, installations: [{ id: 5001, account: ORGANISATION }] },
  };
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
