import { defaultRetention } from "../object-lock";
import type { Bucket } from "../store/bucket";
import type { ReplicationTarget, Segment, StoredObject, Version } from "../store/version";
import { writeData } from "../store/write-data";

/**
 * Brings one version into `destination` with its id, age, metadata, tags, checksums and lock, or brings those that may
 * change up to date when it is there already. Returns why S3 would call it failed, or undefined when it arrived.
 */
export async function replicateVersion(
  source: Bucket,
  version: Version,
  destination: Bucket | undefined,
  target: ReplicationTarget,
  now: Date,
): Promise<string | undefined> {
  if (!destination) return `there is no bucket ${target.bucket}`;
  if (destination.settings.versioning !== "Enabled") return `versioning is not enabled on ${target.bucket}`;
  if (source.settings.objectLock && !destination.settings.objectLock) return `${target.bucket} has no Object Lock`;
  const { key, versionId } = version;
  const existing = destination.find(key, versionId);
  if (version.kind === "delete-marker") {
    if (!existing) await destination.commit(key, { ...version, replication: REPLICA }, () => undefined);
  } else if (existing) {
    await destination.update(key, versionId, () => changeable(version, destination, now));
  } else {
    await copyObject(source, version, destination, target, now);
  }
  return undefined;
}

const REPLICA: Version["replication"] = { status: "REPLICA", targets: [] };

async function copyObject(
  source: Bucket,
  version: StoredObject,
  destination: Bucket,
  target: ReplicationTarget,
  now: Date,
): Promise<void> {
  const segments: Segment[] = [];
  try {
    // The bytes are really copied, not linked: damage to one side must not be damage to the other.
    for (const segment of version.segments) {
      const { file } = await writeData(destination, source.files.readData(segment.file), version.checksum.algorithm);
      segments.push({ ...segment, file });
    }
    const storageClass = target.storageClass ?? version.storageClass;
    const draft = {
      ...version,
      ...changeable(version, destination, now),
      segments,
      storageClass,
      replication: REPLICA,
    };
    await destination.commit(version.key, draft, () => undefined);
  } catch (error) {
    await destination.files.removeData(segments.map((segment) => segment.file));
    throw error;
  }
}

/** The source's retention wins over the destination's default, which applies where the source has none. */
function changeable(version: StoredObject, destination: Bucket, now: Date): Partial<StoredObject> {
  const retention = version.retention ?? defaultRetention(destination.settings, now);
  return {
    tags: version.tags,
    ...(retention ? { retention } : {}),
    ...(version.legalHold ? { legalHold: version.legalHold } : {}),
  };
}
