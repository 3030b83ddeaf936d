import { createHash } from "node:crypto";
import type {
  CompletedPart,
  CompleteMultipartUploadCommandInput,
  CompleteMultipartUploadCommandOutput,
} from "@aws-sdk/client-s3";
import { type Checksum, checksumMember, combineParts } from "../checksums/checksum";
import { withDefaultRetention } from "../object-lock";
import { S3Error } from "../s3-error";
import type { Bucket } from "../store/bucket";
import type { OpenUpload, Part, Upload } from "../store/upload";
import type { StoredObject } from "../store/version";
import type { Handler } from "./call";
import { shownVersionId } from "./find-object";
import { typedChecksumMembers } from "./object-output";
import { quoted, unquoted, writeGuard } from "./write-guard";

/**
 * Joins the parts by naming their files in the object's sidecar: nothing is copied, and the sidecar is the one write
 * that makes the object exist. Repeating a Complete that has succeeded answers the same again, as S3 does, for a
 * client that has lost the first answer.
 */
export const completeMultipartUpload: Handler<
  CompleteMultipartUploadCommandInput,
  CompleteMultipartUploadCommandOutput
> = async (call) => {
  const bucket = call.bucket();
  const { Key = "", UploadId = "" } = call.input;
  const done = completedBefore(bucket, Key, UploadId);
  if (done) return { output: describe(bucket, done) };
  const guard = writeGuard(call.input);
  let completed: StoredObject | undefined;
  await bucket.uploads.finish(UploadId, Key, async (open) => {
    const parts = chosenParts(open, call.input.MultipartUpload?.Parts ?? []);
    const draft = assemble(open.upload, parts);
    checkClaims(call.input, draft);
    const locked = withDefaultRetention(draft, bucket.settings, call.now);
    const version = await bucket.commit(Key, { ...locked, kind: "object" }, guard);
    completed = version as StoredObject;
    return new Set(parts.map((part) => part.file));
  });
  if (!completed) throw new Error("the upload ended without an object; this is a bug of the stand-in");
  return { output: describe(bucket, completed) };
};

/** All but the last. */
const SMALLEST_PART = 5 * 1024 ** 2;

function completedBefore(bucket: Bucket, key: string, uploadId: string): StoredObject | undefined {
  if (bucket.uploads.find(uploadId)) return undefined;
  return bucket.versionsOf(key).find((version): version is StoredObject => {
    return version.kind === "object" && version.uploadId === uploadId;
  });
}

function chosenParts(open: OpenUpload, chosen: readonly CompletedPart[]): Part[] {
  if (chosen.length === 0) throw new S3Error("MalformedXML");
  let before = 0;
  for (const { PartNumber = 0 } of chosen) {
    if (PartNumber <= before) throw new S3Error("InvalidPartOrder");
    before = PartNumber;
  }
  const parts = chosen.map((each) => chosenPart(open, each));
  const tooSmall = parts.slice(0, -1).find((part) => part.size < SMALLEST_PART);
  if (!tooSmall) return parts;
  throw new S3Error("EntityTooSmall", {
    details: {
      ProposedSize: String(tooSmall.size),
      MinSizeAllowed: String(SMALLEST_PART),
      PartNumber: String(tooSmall.number),
      ETag: tooSmall.etag,
    },
  });
}

function chosenPart({ upload, parts }: OpenUpload, chosen: CompletedPart): Part {
  const part = parts.get(chosen.PartNumber ?? 0);
  const details = { UploadId: upload.id, PartNumber: String(chosen.PartNumber), ETag: chosen.ETag ?? "" };
  if (!part || unquoted(chosen.ETag ?? "") !== part.etag) throw new S3Error("InvalidPart", { details });
  const { algorithm, type } = upload.checksum;
  const known = [{ algorithm, value: part.checksum }, ...(part.sentChecksum ? [part.sentChecksum] : [])];
  for (const { algorithm, value } of known) {
    const claimed = chosen[checksumMember(algorithm)];
    if (claimed !== undefined && claimed !== value) throw new S3Error("InvalidPart", { details });
  }
  if (upload.checksumWasChosen && type === "COMPOSITE" && chosen[checksumMember(algorithm)] === undefined) {
    throw new S3Error("InvalidRequest", {
      message: `The upload was created using a ${algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${chosen.PartNumber} in the request.`,
    });
  }
  return part;
}

type AssembledObject = Pick<StoredObject, "size" | "etag" | "segments" | "checksum" | "uploadId"> & Upload["object"];

function assemble(upload: Upload, parts: readonly Part[]): AssembledObject {
  const md5 = createHash("md5");
  for (const part of parts) md5.update(Buffer.from(part.etag, "hex"));
  const { algorithm, type } = upload.checksum;
  return {
    ...upload.object,
    size: parts.reduce((sum, part) => sum + part.size, 0),
    etag: `${md5.digest("hex")}-${parts.length}`,
    segments: parts.map(({ file, size, checksum }) => ({ file, size, checksum })),
    checksum: combineParts(algorithm, type, parts),
    uploadId: upload.id,
  };
}

/** What the client says the whole is: its checksum, the type of that, its size. */
function checkClaims(input: CompleteMultipartUploadCommandInput, { checksum, size }: AssembledObject): void {
  if (input.ChecksumType !== undefined && input.ChecksumType !== checksum.type) {
    throw new S3Error("InvalidRequest", {
      message: `The upload was created using the ${checksum.type} checksum mode. The complete request must use the same checksum mode.`,
    });
  }
  if (input.MpuObjectSize !== undefined && Number(input.MpuObjectSize) !== size) {
    throw new S3Error("InvalidRequest", {
      message: `The provided 'x-amz-mp-object-size' header value ${input.MpuObjectSize} does not match what was computed: ${size}`,
    });
  }
  const claimed = input[checksumMember(checksum.algorithm)];
  if (claimed === undefined || matches(claimed, checksum)) return;
  throw new S3Error("BadDigest", {
    message: `The ${checksum.algorithm} you specified did not match the calculated checksum.`,
  });
}

/** A composite checksum may be claimed with or without the number of its parts. */
function matches(claimed: string, { type, value }: Checksum): boolean {
  return claimed === value || (type === "COMPOSITE" && claimed === value.replace(/-\d+$/, ""));
}

function describe(bucket: Bucket, object: StoredObject): Partial<CompleteMultipartUploadCommandOutput> {
  return {
    ...typedChecksumMembers(object.checksum),
    ...(object.encryption as Partial<CompleteMultipartUploadCommandOutput>),
    Bucket: bucket.name,
    Key: object.key,
    Location: `/${bucket.name}/${encodeURIComponent(object.key)}`,
    ETag: quoted(object.etag),
    VersionId: shownVersionId(bucket, object),
  };
}
