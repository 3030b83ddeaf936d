import type { CopyObjectCommandInput, CopyObjectCommandOutput } from "@aws-sdk/client-s3";
import { type Checksum, isChecksumAlgorithm } from "../checksums/checksum";
import { withDefaultRetention } from "../object-lock";
import { S3Error } from "../s3-error";
import type { Bucket } from "../store/bucket";
import { commitOrDrop } from "../store/commit-or-drop";
import { LARGEST_BODY } from "../store/receive-data";
import type { ObjectProperties } from "../store/version";
import { objectBytes, writeData } from "../store/write-data";
import type { Call, Handler } from "./call";
import { type CopySource, findCopySource } from "./copy-source";
import { shownVersionId } from "./find-object";
import { checkKey, objectProperties } from "./object-input";
import { typedChecksumMembers } from "./object-output";
import { quoted, writeGuard } from "./write-guard";

export const copyObject: Handler<CopyObjectCommandInput, CopyObjectCommandOutput> = async (call) => {
  const bucket = call.bucket();
  const key = checkKey(call.input.Key);
  const source = findCopySource(call);
  if (source.object.size > LARGEST_BODY) {
    throw new S3Error("InvalidRequest", {
      message: `The specified copy source is larger than the maximum allowable size for a copy source: ${LARGEST_BODY}`,
    });
  }
  refuseCopyOntoItself(call.input, bucket, source);
  const properties = copiedProperties(call, bucket, source);
  const guard = writeGuard(call.input);
  guard(bucket.current(key));
  const algorithm = requestedAlgorithm(call.input.ChecksumAlgorithm) ?? source.object.checksum.algorithm;
  // Read again rather than taken over: the copy of a multipart object is a single one, with its own tag and checksum.
  const {
    file,
    size,
    etag,
    checksum: value,
  } = await writeData(bucket, objectBytes(source.bucket, source.object), algorithm);
  const checksum: Checksum = { algorithm, type: "FULL_OBJECT", value };
  const draft = { ...properties, kind: "object" as const, size, etag, segments: [{ file, size }], checksum };
  const version = await commitOrDrop(bucket, key, draft, guard);
  return {
    output: {
      ...(properties.encryption as Partial<CopyObjectCommandOutput>),
      CopyObjectResult: {
        ...typedChecksumMembers(checksum),
        ETag: quoted(etag),
        LastModified: new Date(version.lastModified),
      },
      CopySourceVersionId: shownVersionId(source.bucket, source.object),
      VersionId: shownVersionId(bucket, version),
    },
  };
};

function copiedProperties(call: Call<CopyObjectCommandInput>, bucket: Bucket, from: CopySource): ObjectProperties {
  const source = from.object;
  const asked = withDefaultRetention(objectProperties(call, bucket.settings), bucket.settings, call.now);
  const { MetadataDirective, TaggingDirective } = call.input;
  const replacesTags = directive(TaggingDirective) === "REPLACE";
  const tags = replacesTags ? asked.tags : source.tags;
  if (!replacesTags && tags.length > 0) {
    call.demand("s3:GetObjectTagging", from.bucket.name, source.key);
    call.demand("s3:PutObjectTagging", bucket.name, call.input.Key);
  }
  // Class, encryption and lock are never copied: they are asked for, or the destination's default.
  if (directive(MetadataDirective) === "REPLACE") return { ...asked, tags };
  return { ...asked, headers: source.headers, metadata: source.metadata, tags };
}

function directive(value: string | undefined): "COPY" | "REPLACE" {
  if (value === undefined || value === "COPY") return "COPY";
  if (value === "REPLACE") return "REPLACE";
  throw new S3Error("InvalidArgument", { message: `Unknown directive ${value}; use COPY or REPLACE.` });
}

function requestedAlgorithm(algorithm: string | undefined) {
  if (algorithm === undefined || isChecksumAlgorithm(algorithm)) return algorithm;
  throw new S3Error("NotImplemented", { message: `The stand-in does not compute ${algorithm}.` });
}

function refuseCopyOntoItself(input: CopyObjectCommandInput, bucket: Bucket, source: CopySource): void {
  const isItself = source.bucket === bucket && source.object.key === input.Key;
  const isOld = bucket.current(source.object.key) !== source.object;
  const changes =
    directive(input.MetadataDirective) === "REPLACE" ||
    directive(input.TaggingDirective) === "REPLACE" ||
    [input.StorageClass, input.ServerSideEncryption, input.WebsiteRedirectLocation].some((each) => each !== undefined);
  if (!isItself || isOld || changes) return;
  throw new S3Error("InvalidRequest", {
    message:
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  });
}
