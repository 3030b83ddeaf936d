import { S3Error } from "../s3-error";
import type { Bucket } from "../store/bucket";
import type { StoredObject } from "../store/version";
import type { Call } from "./call";
import { findObject } from "./find-object";
import { checkReadConditions } from "./read-conditions";

export interface CopySource {
  bucket: Bucket;
  object: StoredObject;
}

interface CopyInput {
  CopySource: string | undefined;
  CopySourceIfMatch?: string | undefined;
  CopySourceIfNoneMatch?: string | undefined;
  CopySourceIfModifiedSince?: Date | undefined;
  CopySourceIfUnmodifiedSince?: Date | undefined;
}

/** The object that a copy reads, in any region, once the caller's permission and the conditions on it have been checked. */
export function findCopySource(call: Call<CopyInput>): CopySource {
  const { bucketName, key, versionId } = parseCopySource(call.input.CopySource ?? "");
  call.demand(versionId === undefined ? "s3:GetObject" : "s3:GetObjectVersion", bucketName, key);
  const bucket = call.world.findBucket(bucketName);
  if (!bucket) throw new S3Error("NoSuchBucket", { details: { BucketName: bucketName } });
  const object = findObject({ bucket, key, versionId, mayList: call.may("s3:ListBucket", bucketName) });
  checkSourceConditions(object, call.input);
  return { bucket, object };
}

/** For a copy a source that was not modified is a failed condition, not a 304. */
function checkSourceConditions(object: StoredObject, input: CopyInput): void {
  try {
    checkReadConditions(object, {
      IfMatch: input.CopySourceIfMatch,
      IfNoneMatch: input.CopySourceIfNoneMatch,
      IfModifiedSince: input.CopySourceIfModifiedSince,
      IfUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
    });
  } catch (error) {
    if (error instanceof S3Error && error.code === "NotModified") throw new S3Error("PreconditionFailed");
    throw error;
  }
}

/** `[/]bucket/key[?versionId=id]`, percent-encoded. */
function parseCopySource(source: string): { bucketName: string; key: string; versionId: string | undefined } {
  const [, path = "", versionId] = /^(.*?)(?:\?versionId=([^&]*))?$/s.exec(source) ?? [];
  const [, bucketName, key] = /^\/?([^/]+)\/(.+)$/s.exec(decode(path)) ?? [];
  if (bucketName && key) return { bucketName, key, versionId: versionId ? decode(versionId) : undefined };
  throw new S3Error("InvalidArgument", {
    message: "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
    details: { ArgumentName: "x-amz-copy-source", ArgumentValue: source },
  });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error("InvalidArgument", { message: "The x-amz-copy-source header is not valid percent-encoding." });
  }
}
