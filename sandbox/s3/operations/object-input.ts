import { checkedLegalHold, checkedRetention } from "../object-lock";
import { S3Error } from "../s3-error";
import type { BucketSettings } from "../store/bucket-settings";
import type { Encryption, ObjectHeaders, ObjectProperties, Retention, Tag } from "../store/version";
import type { Call } from "./call";

/** The members that PutObject, CopyObject and CreateMultipartUpload have in common. */
export interface ObjectInput {
  Bucket: string | undefined;
  Key: string | undefined;
  ACL?: string | undefined;
  CacheControl?: string | undefined;
  ContentDisposition?: string | undefined;
  ContentEncoding?: string | undefined;
  ContentLanguage?: string | undefined;
  ContentType?: string | undefined;
  WebsiteRedirectLocation?: string | undefined;
  Metadata?: Record<string, string> | undefined;
  Tagging?: string | undefined;
  StorageClass?: string | undefined;
  ServerSideEncryption?: string | undefined;
  SSEKMSKeyId?: string | undefined;
  BucketKeyEnabled?: boolean | undefined;
  SSECustomerAlgorithm?: string | undefined;
  ObjectLockMode?: string | undefined;
  ObjectLockRetainUntilDate?: Date | undefined;
  ObjectLockLegalHoldStatus?: string | undefined;
}

/** Reads and checks what a writer asks of the new object, and the permissions that asking needs. */
export function objectProperties(call: Call<ObjectInput>, settings: BucketSettings): ObjectProperties {
  const { input } = call;
  checkSupported(input);
  const address = [settings.name, input.Key] as const;
  if (input.Tagging !== undefined) call.demand("s3:PutObjectTagging", ...address);
  if (input.ObjectLockMode !== undefined) call.demand("s3:PutObjectRetention", ...address);
  if (input.ObjectLockLegalHoldStatus !== undefined) call.demand("s3:PutObjectLegalHold", ...address);
  const retention = requestedRetention(call, settings);
  const hold = input.ObjectLockLegalHoldStatus;
  const legalHold = hold === undefined ? undefined : checkedLegalHold(hold, settings);
  return {
    headers: objectHeaders(input, call.headers),
    metadata: checkedMetadata(input.Metadata ?? {}),
    tags: parseTagging(input.Tagging ?? ""),
    storageClass: checkedStorageClass(input.StorageClass ?? "STANDARD"),
    encryption: requestedEncryption(input, settings),
    ...(retention ? { retention } : {}),
    ...(legalHold ? { legalHold } : {}),
  };
}

/** S3's limits for keys: 1,024 bytes of UTF-8. */
export function checkKey(key: string | undefined): string {
  if (!key) throw new S3Error("InvalidArgument", { message: "The key must not be empty." });
  if (Buffer.byteLength(key) > 1024) throw new S3Error("KeyTooLongError", { details: { MaxSizeAllowed: "1024" } });
  return key;
}

export function checkTags(tags: readonly Partial<Tag>[]): Tag[] {
  if (tags.length > 10) throw new S3Error("InvalidTag", { message: "Object tags cannot be greater than 10" });
  const checked = tags.map(({ Key = "", Value = "" }) => ({ Key, Value }));
  for (const { Key, Value } of checked) {
    if (Key.length < 1 || Key.length > 128)
      throw new S3Error("InvalidTag", { message: "The TagKey you have provided is invalid" });
    if (Value.length > 256) throw new S3Error("InvalidTag", { message: "The TagValue you have provided is invalid" });
  }
  if (new Set(checked.map((tag) => tag.Key)).size < checked.length) {
    throw new S3Error("InvalidTag", { message: "Cannot provide multiple Tags with the same key" });
  }
  return checked;
}

function parseTagging(text: string): Tag[] {
  return checkTags([...new URLSearchParams(text)].map(([Key, Value]) => ({ Key, Value })));
}

function objectHeaders(input: ObjectInput, headers: ReadonlyMap<string, string>): ObjectHeaders {
  // aws-chunked is how the body came over the wire, not what it is.
  const encodings = (input.ContentEncoding ?? "").split(",").map((each) => each.trim());
  const ContentEncoding = encodings.filter((each) => each && each !== "aws-chunked").join(",");
  const { CacheControl, ContentDisposition, ContentLanguage, ContentType, WebsiteRedirectLocation } = input;
  const Expires = headers.get("expires");
  const all = {
    CacheControl,
    ContentDisposition,
    ContentEncoding,
    ContentLanguage,
    ContentType,
    Expires,
    WebsiteRedirectLocation,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value));
}

function checkedMetadata(metadata: Record<string, string>): Record<string, string> {
  const size = Object.entries(metadata).reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  if (size > 2048) throw new S3Error("MetadataTooLarge", { details: { Size: String(size), MaxSizeAllowed: "2048" } });
  return metadata;
}

const STORAGE_CLASSES = [
  "STANDARD",
  "REDUCED_REDUNDANCY",
  "STANDARD_IA",
  "ONEZONE_IA",
  "INTELLIGENT_TIERING",
  "GLACIER",
  "DEEP_ARCHIVE",
  "GLACIER_IR",
];

function checkedStorageClass(storageClass: string): string {
  if (STORAGE_CLASSES.includes(storageClass)) return storageClass;
  throw new S3Error("InvalidStorageClass", { details: { StorageClassRequested: storageClass } });
}

function requestedEncryption(input: ObjectInput, settings: BucketSettings): Encryption {
  if (input.ServerSideEncryption !== undefined) {
    const { ServerSideEncryption, SSEKMSKeyId, BucketKeyEnabled } = input;
    if (!["AES256", "aws:kms", "aws:kms:dsse"].includes(ServerSideEncryption)) {
      throw new S3Error("InvalidArgument", { message: "The encryption method specified is not supported" });
    }
    return encryption(ServerSideEncryption, SSEKMSKeyId, BucketKeyEnabled);
  }
  return defaultEncryption(settings);
}

/** How a bucket encrypts what asks for nothing. */
export function defaultEncryption(settings: BucketSettings): Encryption {
  const [rule] = settings.configurations.encryption?.Rules ?? [];
  const byDefault = rule?.ApplyServerSideEncryptionByDefault;
  return encryption(byDefault?.SSEAlgorithm ?? "AES256", byDefault?.KMSMasterKeyID, rule?.BucketKeyEnabled);
}

function encryption(algorithm: string, keyId: string | undefined, bucketKey: boolean | undefined): Encryption {
  if (algorithm === "AES256") return { ServerSideEncryption: algorithm };
  return {
    ServerSideEncryption: algorithm,
    SSEKMSKeyId: keyId ?? "alias/aws/s3",
    ...(bucketKey ? { BucketKeyEnabled: true } : {}),
  };
}

function requestedRetention({ input, now }: Call<ObjectInput>, settings: BucketSettings): Retention | undefined {
  const { ObjectLockMode, ObjectLockRetainUntilDate } = input;
  if (ObjectLockMode === undefined && ObjectLockRetainUntilDate === undefined) return undefined;
  if (ObjectLockMode === undefined || ObjectLockRetainUntilDate === undefined) {
    throw new S3Error("InvalidArgument", {
      message: "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied",
    });
  }
  return checkedRetention(ObjectLockMode, ObjectLockRetainUntilDate, settings, now);
}

function checkSupported(input: ObjectInput): void {
  if (input.SSECustomerAlgorithm !== undefined) {
    throw new S3Error("NotImplemented", {
      message: "The stand-in does not encrypt with keys of the customer (SSE-C).",
    });
  }
  // Buckets have ACLs switched off (BucketOwnerEnforced), as S3 makes them today.
  if (input.ACL !== undefined && input.ACL !== "private" && input.ACL !== "bucket-owner-full-control") {
    throw new S3Error("AccessControlListNotSupported");
  }
}
