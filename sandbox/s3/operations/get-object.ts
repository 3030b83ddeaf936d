import type {
  GetObjectCommandInput,
  GetObjectCommandOutput,
  HeadObjectCommandInput,
  HeadObjectCommandOutput,
} from "@aws-sdk/client-s3";
import { S3Error } from "../s3-error";
import type { Bucket } from "../store/bucket";
import { readObject } from "../store/read-object";
import type { StoredObject } from "../store/version";
import { type ByteRange, requestedRange } from "./byte-range";
import type { Call, Handler } from "./call";
import { addressedObject } from "./find-object";
import { describeObject } from "./object-output";
import { checkReadConditions } from "./read-conditions";

export const getObject: Handler<GetObjectCommandInput, GetObjectCommandOutput> = (call) => {
  const { bucket, object, range, description } = read(call);
  if (ARCHIVED.has(object.storageClass)) {
    throw new S3Error("InvalidObjectState", { details: { StorageClass: object.storageClass, Key: object.key } });
  }
  return {
    status: range ? 206 : 200,
    output: description as Partial<GetObjectCommandOutput>,
    body: readObject(bucket, object, range),
  };
};

export const headObject: Handler<HeadObjectCommandInput, HeadObjectCommandOutput> = (call) => {
  const { range, description } = read(call);
  return { status: range ? 206 : 200, output: description };
};

/** Must be restored before they can be read; the stand-in knows no restore. */
const ARCHIVED: ReadonlySet<string> = new Set(["GLACIER", "DEEP_ARCHIVE"]);

interface Reading {
  bucket: Bucket;
  object: StoredObject;
  range: ByteRange | undefined;
  description: Partial<HeadObjectCommandOutput>;
}

function read(call: Call<GetObjectCommandInput | HeadObjectCommandInput>): Reading {
  const { input } = call;
  const { bucket, object } = addressedObject(call);
  checkReadConditions(object, input);
  const range = requestedRange(object, input.Range, input.PartNumber);
  const description = { ...describeObject(call, bucket, object), ...responseOverrides(input) };
  description.ContentLength = range ? range.end - range.start + 1 : object.size;
  if (input.PartNumber !== undefined && object.uploadId) description.PartsCount = object.segments.length;
  if (range) {
    description.ContentRange = `bytes ${range.start}-${range.end}/${object.size}`;
    // A checksum of the whole would not be that of the bytes which are sent.
    for (const member of Object.keys(description))
      if (member.startsWith("Checksum")) delete description[member as never];
  }
  return { bucket, object, range, description };
}

/** `response-content-type` and its kin, with which a presigned URL decides how a browser takes the object. */
function responseOverrides(input: GetObjectCommandInput | HeadObjectCommandInput): Partial<HeadObjectCommandOutput> {
  const overrides = {
    CacheControl: input.ResponseCacheControl,
    ContentDisposition: input.ResponseContentDisposition,
    ContentEncoding: input.ResponseContentEncoding,
    ContentLanguage: input.ResponseContentLanguage,
    ContentType: input.ResponseContentType,
  };
  return Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined));
}
