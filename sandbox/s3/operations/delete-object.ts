import type {
  DeletedObject,
  _Error as DeleteError,
  DeleteObjectCommandInput,
  DeleteObjectCommandOutput,
  DeleteObjectsCommandInput,
  DeleteObjectsCommandOutput,
  ObjectIdentifier,
} from "@aws-sdk/client-s3";
import { assertDeletable } from "../object-lock";
import { S3Error } from "../s3-error";
import type { Bucket } from "../store/bucket";
import { NULL_VERSION } from "../store/bucket";
import type { Call, Handler } from "./call";
import { checkKey } from "./object-input";
import { unquoted } from "./write-guard";

export const deleteObject: Handler<DeleteObjectCommandInput, DeleteObjectCommandOutput> = async (call) => {
  const { Key, VersionId, IfMatch } = call.input;
  return { status: 204, output: await removeOne(call, call.bucket(), { Key, VersionId, ETag: IfMatch }) };
};

/** Each key stands for itself: what one of them may not or cannot is told in the answer, the others go. */
export const deleteObjects: Handler<DeleteObjectsCommandInput, DeleteObjectsCommandOutput> = async (call) => {
  const bucket = call.bucket();
  const objects = call.input.Delete?.Objects ?? [];
  if (objects.length === 0 || objects.length > 1000) throw new S3Error("MalformedXML");
  const Deleted: DeletedObject[] = [];
  const Errors: DeleteError[] = [];
  for (const each of objects) {
    const { Key, VersionId } = each;
    try {
      const action = VersionId === undefined ? "s3:DeleteObject" : "s3:DeleteObjectVersion";
      call.demand(action, bucket.name, Key);
      const { DeleteMarker, VersionId: removed } = await removeOne(call, bucket, each);
      Deleted.push({
        Key,
        VersionId,
        ...(DeleteMarker ? { DeleteMarker, DeleteMarkerVersionId: removed } : {}),
      });
    } catch (error) {
      if (!(error instanceof S3Error)) throw error;
      Errors.push({ Key, VersionId, Code: error.code, Message: error.message });
    }
  }
  return { output: { Deleted: call.input.Delete?.Quiet ? [] : Deleted, Errors } };
};

interface Removed {
  DeleteMarker?: boolean;
  VersionId?: string | undefined;
}

type DeletingCall = Call<{ BypassGovernanceRetention?: boolean | undefined }>;

async function removeOne(call: DeletingCall, bucket: Bucket, target: Partial<ObjectIdentifier>): Promise<Removed> {
  const key = checkKey(target.Key);
  checkEntityTag(bucket, key, target.ETag);
  if (target.VersionId !== undefined) return removeVersion(call, bucket, key, target.VersionId);
  if (bucket.settings.versioning === undefined) return removeVersion(call, bucket, key, NULL_VERSION, "hidden");
  const marker = await bucket.commit(key, { kind: "delete-marker" }, () => undefined);
  return { DeleteMarker: true, VersionId: marker.versionId };
}

async function removeVersion(
  call: DeletingCall,
  bucket: Bucket,
  key: string,
  versionId: string,
  shown: "shown" | "hidden" = "shown",
): Promise<Removed> {
  const bypass = call.input.BypassGovernanceRetention ?? false;
  if (bypass) call.demand("s3:BypassGovernanceRetention", bucket.name, key);
  const removed = await bucket.remove(key, versionId, (version) => assertDeletable(version, call.now, bypass));
  if (shown === "hidden") return {};
  return { VersionId: versionId, ...(removed?.kind === "delete-marker" ? { DeleteMarker: true } : {}) };
}

/** If-Match on a delete: only the object the caller has seen. */
function checkEntityTag(bucket: Bucket, key: string, etag: string | undefined): void {
  if (etag === undefined) return;
  const current = bucket.current(key);
  if (current?.kind !== "object") throw new S3Error("NoSuchKey", { details: { Key: key } });
  if (etag !== "*" && unquoted(etag) !== current.etag) throw new S3Error("PreconditionFailed");
}
