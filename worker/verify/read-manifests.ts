import { createHash } from "node:crypto";
import { manifestKey } from "@/lib/domain/bucket-keys";
import { hasCode, problemOf } from "@/lib/domain/errors";
import type { SnapshotId } from "@/lib/domain/ids";
import { parseManifest } from "@/lib/domain/manifest";
import type { ManifestCopy, SideManifests } from "@/lib/domain/manifest-chain";
import type { Side } from "@/lib/domain/snapshot";
import { inParallel } from "@/lib/operations/in-parallel";
import { type Backups, listSnapshotIds } from "@/lib/operations/read-manifest";

/** Newest manifests that a run reads and compares in each bucket; older ones were, while they were new. */
export const MANIFESTS_CHECKED = 30;
/** Of each bucket. One of ten thousand repositories has some fifty megabytes, parsed. */
const READS_AT_ONCE = 1;

/** The newest manifests of one bucket, hashed. @throws AppError storage-* */
export async function readManifests(backups: Backups, side: Side): Promise<SideManifests> {
  const ids = (await listSnapshotIds(backups)).slice(0, MANIFESTS_CHECKED);
  const read = await inParallel(ids, READS_AT_ONCE, async (id) => [id, await readCopy(backups, id)] as const);
  const copies = new Map(read.flatMap(([id, copy]) => (copy ? [[id, copy] as const] : [])));
  return { side, bucket: backups.store.bucket, copies };
}

/** Undefined for a backup that did not finish, and for a manifest with a delete marker on top. */
async function readCopy({ store, root }: Backups, snapshot: SnapshotId): Promise<ManifestCopy | undefined> {
  try {
    const { text } = await store.readText(manifestKey(root, snapshot));
    const { timestamp, previous } = parseManifest(text, snapshot);
    return { sha256: createHash("sha256").update(text, "utf8").digest("hex"), finishedAt: timestamp, previous };
  } catch (error) {
    if (hasCode(error, "object-missing")) return undefined;
    if (hasCode(error, "manifest-invalid", "manifest-format-unknown")) return { problem: problemOf(error) };
    throw error;
  }
}
