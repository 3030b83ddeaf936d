import { DEFAULT_ROOT, manifestKey, parseSnapshotPrefix, snapshotsPrefix } from "@/lib/domain/bucket-keys";
import { AppError, hasCode } from "@/lib/domain/errors";
import type { SnapshotId } from "@/lib/domain/ids";
import { type Manifest, parseManifest } from "@/lib/domain/manifest";
import type { ObjectStore } from "@/lib/ports/object-store";

export interface Backups {
  store: ObjectStore;
  root: string;
}

export const backupsIn = (store: ObjectStore, root: string = DEFAULT_ROOT): Backups => ({ store, root });

/** Ids of the folders that look like snapshots, newest first; some may have no manifest (a backup that did not finish). */
export async function listSnapshotIds({ store, root }: Backups): Promise<SnapshotId[]> {
  const folders = await store.listFolders(snapshotsPrefix(root));
  return folders.flatMap((folder) => parseSnapshotPrefix(root, folder) ?? []).reverse();
}

/** @throws AppError snapshot-missing, manifest-invalid, manifest-format-unknown, storage-* */
export async function readManifest(backups: Backups, snapshot: SnapshotId): Promise<Manifest> {
  return (await readManifestText(backups, snapshot)).manifest;
}

/** The manifest with its exact text, for hashing and for showing it as it stands in the bucket. */
export async function readManifestText(
  { store, root }: Backups,
  snapshot: SnapshotId,
): Promise<{ manifest: Manifest; text: string }> {
  try {
    const { text } = await store.readText(manifestKey(root, snapshot));
    return { manifest: parseManifest(text, snapshot), text };
  } catch (error) {
    if (hasCode(error, "object-missing"))
      throw new AppError("snapshot-missing", { snapshot, bucket: store.bucket }, { cause: error });
    throw error;
  }
}

/** The newest snapshot that has a readable manifest, or undefined on an empty bucket. */
export async function newestManifest(backups: Backups): Promise<{ manifest: Manifest; text: string } | undefined> {
  for (const id of await listSnapshotIds(backups)) {
    try {
      return await readManifestText(backups, id);
    } catch (error) {
      if (!hasCode(error, "snapshot-missing", "manifest-invalid", "manifest-format-unknown")) throw error;
    }
  }
  return undefined;
}
