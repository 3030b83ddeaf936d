import type { HeadObjectCommandOutput } from "@aws-sdk/client-s3";
import { type Checksum, type ChecksumAlgorithm, checksumMember } from "../checksums/checksum";
import type { Bucket } from "../store/bucket";
import type { StoredObject } from "../store/version";
import type { Call } from "./call";
import { shownVersionId } from "./find-object";
import { quoted } from "./write-guard";

export type ChecksumMembers = Partial<Record<`Checksum${ChecksumAlgorithm}`, string>>;

/** `{ ChecksumCRC32: value }`, to be spread into an output. */
export function checksumMembers(checksum: { algorithm: ChecksumAlgorithm; value: string }): ChecksumMembers {
  return { [checksumMember(checksum.algorithm)]: checksum.value };
}

export function typedChecksumMembers(checksum: Checksum): ChecksumMembers & { ChecksumType: Checksum["type"] } {
  return { ...checksumMembers(checksum), ChecksumType: checksum.type };
}

/** What GetObject and HeadObject say of an object besides its bytes. */
export function describeObject(
  call: Call<{ ChecksumMode?: string | undefined }>,
  bucket: Bucket,
  object: StoredObject,
): Partial<HeadObjectCommandOutput> {
  const { Expires, ...headers } = object.headers;
  const may = (action: string) => call.may(action, bucket.name, object.key);
  return {
    ...headers,
    ...(Expires ? { Expires: new Date(Expires) } : {}),
    ...object.encryption,
    ...(object.storageClass === "STANDARD" ? {} : { StorageClass: object.storageClass }),
    ...(call.input.ChecksumMode === "ENABLED" ? typedChecksumMembers(object.checksum) : {}),
    // S3 shows what concerns tags and locks only to those who may read them.
    ...(object.tags.length > 0 && may("s3:GetObjectTagging") ? { TagCount: object.tags.length } : {}),
    ...(object.retention && may("s3:GetObjectRetention")
      ? { ObjectLockMode: object.retention.mode, ObjectLockRetainUntilDate: new Date(object.retention.until) }
      : {}),
    ...(object.legalHold && may("s3:GetObjectLegalHold") ? { ObjectLockLegalHoldStatus: object.legalHold } : {}),
    ...(object.replication ? { ReplicationStatus: object.replication.status } : {}),
    AcceptRanges: "bytes",
    ContentType: object.headers.ContentType ?? "binary/octet-stream",
    ETag: quoted(object.etag),
    LastModified: new Date(object.lastModified),
    Metadata: object.metadata,
    VersionId: shownVersionId(bucket, object),
  } as Partial<HeadObjectCommandOutput>;
}
