import { S3Error } from "../s3-error";
import type { Bucket } from "../store/bucket";
import type { StoredObject, Version } from "../store/version";
import type { Call } from "./call";

export interface ObjectAddress {
  bucket: Bucket;
  key: string;
  versionId: string | undefined;
  /** Whether the caller may learn that a key does not exist: S3 asks for s3:ListBucket. */
  mayList: boolean;
}

/** The object a request names. @throws S3Error NoSuchKey, NoSuchVersion, MethodNotAllowed for a delete marker, or 403. */
export function findObject({ bucket, key, versionId, mayList }: ObjectAddress): StoredObject {
  const version = versionId === undefined ? bucket.current(key) : bucket.find(key, versionId);
  if (version?.kind === "object") return version;
  if (!mayList) throw new S3Error("AccessDenied");
  if (version === undefined) {
    if (versionId === undefined) throw new S3Error("NoSuchKey", { details: { Key: key } });
    throw new S3Error("NoSuchVersion", { details: { Key: key, VersionId: versionId } });
  }
  const headers = { "x-amz-delete-marker": "true", "x-amz-version-id": version.versionId };
  if (versionId === undefined) throw new S3Error("NoSuchKey", { details: { Key: key }, headers });
  const lastModified = new Date(version.lastModified).toUTCString();
  throw new S3Error("MethodNotAllowed", {
    details: { Method: "GET", ResourceType: "DeleteMarker" },
    headers: { ...headers, allow: "DELETE", "last-modified": lastModified },
  });
}

/** The object that an operation's Key and VersionId name, in its bucket. */
export function addressedObject(call: Call<{ Key: string | undefined; VersionId?: string | undefined }>): {
  bucket: Bucket;
  object: StoredObject;
} {
  const bucket = call.bucket();
  const { Key = "", VersionId } = call.input;
  const mayList = call.may("s3:ListBucket", bucket.name);
  return { bucket, object: findObject({ bucket, key: Key, versionId: VersionId, mayList }) };
}

/** The version id as S3 shows it: not at all while a bucket has never been versioned. */
export function shownVersionId(bucket: Bucket, version: Version): string | undefined {
  return bucket.isVersioned ? version.versionId : undefined;
}
