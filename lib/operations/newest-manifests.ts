import type { HeldManifest } from "@/lib/domain/catalogue/history-of-manifests";
import { hasCode } from "@/lib/domain/errors";
import type { SnapshotId } from "@/lib/domain/ids";
import { SIDES, type Side } from "@/lib/domain/snapshot";
import { askBoth, askEither, type Sides } from "./both-sides";
import type { ManifestCache } from "./manifest-cache";
import { listSnapshotIds } from "./read-manifest";
import type { SharedAnswers } from "./shared-answers";

export interface NewestManifests {
  sides: Sides;
  cache: ManifestCache;
  shared: SharedAnswers;
}

const MOST = 10;
/** A manifest has up to 16 MB: with more than this the cache would drop what every page lives from. */
const MOST_CHARACTERS = 24 * 1024 * 1024;

/**
 * The newest snapshots of both buckets, newest first: ten, or fewer where they are large. What is in the cache is read from
 * nowhere, so who asks again soon costs one listing among all who do.
 * @throws AppError storage-* when neither bucket answers
 */
export async function newestManifests({ sides, cache, shared }: NewestManifests): Promise<HeldManifest[]> {
  const listed = await shared.get("the snapshots in both buckets", () => list(sides));
  const found: HeldManifest[] = [];
  let characters = 0;
  for (const [id, where] of listed) {
    if (found.length >= MOST || characters >= MOST_CHARACTERS) break;
    try {
      const { value } = await askEither(sides, where[0] ?? "primary", (backups) => cache.read(backups, id));
      characters += value.text.length;
      found.push({ manifest: value.manifest, sides: where });
    } catch (error) {
      if (!hasCode(error, "snapshot-missing", "manifest-invalid", "manifest-format-unknown")) throw error;
    }
  }
  return found;
}

async function list(sides: Sides): Promise<[SnapshotId, Side[]][]> {
  const answers = await askBoth(sides, listSnapshotIds);
  const { primary, replica } = answers;
  if ("error" in primary && !(replica && "value" in replica)) throw primary.error;
  const where = new Map<SnapshotId, Side[]>();
  for (const side of SIDES) {
    const answer = answers[side];
    for (const id of answer && "value" in answer ? answer.value : []) where.set(id, [...(where.get(id) ?? []), side]);
  }
  return [...where].sort(([a], [b]) => (a < b ? 1 : -1));
}
