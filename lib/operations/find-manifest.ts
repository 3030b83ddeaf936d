import { manifestKey } from "@/lib/domain/bucket-keys";
import { hasCode } from "@/lib/domain/errors";
import type { SnapshotId } from "@/lib/domain/ids";
import { type Manifest, parseManifest } from "@/lib/domain/manifest";
import type { Side } from "@/lib/domain/snapshot";
import { askEither, type Sides } from "./both-sides";
import type { Backups } from "./read-manifest";
import { readSomeVersion } from "./read-some-version";

export interface FoundManifest {
  manifest: Manifest;
  /** Sentences: what it was not read from, and why. */
  notices: string[];
}

/**
 * The manifest of a snapshot that is to be restored: from the bucket that was asked for, else from the other one, else the
 * newest version under the delete marker of a snapshot that somebody deleted.
 * @throws AppError of the bucket that was asked for, when there is none anywhere
 */
export async function findManifest(
  sides: Sides,
  wanted: Side,
  snapshot: SnapshotId,
  read: (backups: Backups, snapshot: SnapshotId) => Promise<Manifest>,
): Promise<FoundManifest> {
  try {
    const { value: manifest, instead } = await askEither(sides, wanted, (backups) => read(backups, snapshot));
    return { manifest, notices: instead ? [`The manifest was read from the other bucket: ${instead.message}.`] : [] };
  } catch (error) {
    if (!hasCode(error, "snapshot-missing")) throw error;
    const found = await askEither(sides, wanted, (backups) => readBuried(backups, snapshot)).catch(() => undefined);
    if (!found) throw error;
    const { manifest, version } = found.value;
    return { manifest, notices: [`The manifest had been deleted; its newest version, ${version}, was read.`] };
  }
}

async function readBuried({ store, root }: Backups, snapshot: SnapshotId) {
  const key = manifestKey(root, snapshot);
  const { value, buried } = await readSomeVersion(store, { key }, (versionId) => store.readText(key, { versionId }));
  return { manifest: parseManifest(value.text, snapshot), version: buried ?? value.versionId };
}
