import type {
  AbortMultipartUploadCommandInput,
  AbortMultipartUploadCommandOutput,
  Part as ListedPart,
  ListMultipartUploadsCommandInput,
  ListMultipartUploadsCommandOutput,
  ListPartsCommandInput,
  ListPartsCommandOutput,
  MultipartUpload,
} from "@aws-sdk/client-s3";
import { S3Error } from "../s3-error";
import { KeyIndex } from "../store/key-index";
import type { Part, Upload } from "../store/upload";
import type { Handler } from "./call";
import { keyEncoder, OWNER, pageLimit } from "./listing-format";
import { commonPrefixes, keyItems, lastMarker, listPage } from "./listing-page";
import { checksumMembers } from "./object-output";
import { quoted } from "./write-guard";

export const abortMultipartUpload: Handler<
  AbortMultipartUploadCommandInput,
  AbortMultipartUploadCommandOutput
> = async (call) => {
  const { Key = "", UploadId = "" } = call.input;
  await call.bucket().uploads.finish(UploadId, Key, async () => new Set());
  return { status: 204 };
};

export const listMultipartUploads: Handler<ListMultipartUploadsCommandInput, ListMultipartUploadsCommandOutput> = (
  call,
) => {
  const { Prefix = "", Delimiter, MaxUploads, KeyMarker = "", UploadIdMarker = "", EncodingType } = call.input;
  const bucket = call.bucket();
  const encode = keyEncoder(EncodingType);
  const limit = pageLimit(MaxUploads, "max-uploads");
  const byKey = groupByKey(bucket.uploads.list());
  const rest = UploadIdMarker ? behind(byKey.get(KeyMarker) ?? [], UploadIdMarker) : [];
  if (KeyMarker && rest.length > 0) byKey.set(KeyMarker, rest);
  else byKey.delete(KeyMarker);
  const keys = new KeyIndex();
  keys.fill(byKey.keys());
  const before = rest.length > 0 ? keys.at(keys.lowerBound(KeyMarker) - 1) : KeyMarker;
  const after = before ? ({ kind: "key", value: before } as const) : undefined;
  const request = { prefix: Prefix, delimiter: Delimiter ?? "", after, limit };
  const page = listPage(keys, request, (key) => byKey.get(key) ?? []);
  const uploads = keyItems(page);
  return {
    output: {
      Bucket: bucket.name,
      Prefix: encode(Prefix),
      KeyMarker: encode(KeyMarker),
      UploadIdMarker,
      Delimiter: Delimiter === undefined ? undefined : encode(Delimiter),
      EncodingType,
      MaxUploads: limit,
      IsTruncated: page.isTruncated,
      NextKeyMarker: page.isTruncated ? encode(lastMarker(page)?.value ?? "") : undefined,
      NextUploadIdMarker: page.isTruncated && page.entries.at(-1)?.kind === "key" ? uploads.at(-1)?.id : undefined,
      Uploads: uploads.map((upload) => describeUpload(upload, encode)),
      CommonPrefixes: commonPrefixes(page).map((prefix) => ({ Prefix: encode(prefix) })),
    },
  };
};

export const listParts: Handler<ListPartsCommandInput, ListPartsCommandOutput> = (call) => {
  const { Key = "", UploadId = "", MaxParts, PartNumberMarker } = call.input;
  const bucket = call.bucket();
  const { upload, parts } = bucket.uploads.get(UploadId, Key);
  const limit = pageLimit(MaxParts, "max-parts");
  const marker = partMarker(PartNumberMarker);
  const later = [...parts.values()].filter((part) => part.number > marker).sort((a, b) => a.number - b.number);
  const page = later.slice(0, limit);
  const isTruncated = page.length < later.length && limit > 0;
  return {
    output: {
      Bucket: bucket.name,
      Key,
      UploadId,
      PartNumberMarker: String(marker),
      NextPartNumberMarker: isTruncated ? String(page.at(-1)?.number) : undefined,
      MaxParts: limit,
      IsTruncated: isTruncated,
      StorageClass: upload.object.storageClass as ListPartsCommandOutput["StorageClass"],
      Owner: OWNER,
      Initiator: OWNER,
      ...(upload.checksumWasChosen
        ? { ChecksumAlgorithm: upload.checksum.algorithm, ChecksumType: upload.checksum.type }
        : {}),
      Parts: page.map((part) => describePart(upload, part)),
    },
  };
};

/** Part number markers are strings in the SDK's model, and numbers in S3's. */
export function partMarker(text: string | undefined): number {
  if (text === undefined || /^\d*$/.test(text)) return Number(text ?? 0);
  throw new S3Error("InvalidArgument", { message: "Argument part-number-marker must be an integer." });
}

function groupByKey(uploads: readonly Upload[]): Map<string, Upload[]> {
  const groups = new Map<string, Upload[]>();
  for (const upload of uploads) groups.set(upload.key, [...(groups.get(upload.key) ?? []), upload]);
  return groups;
}

function behind(uploads: readonly Upload[], id: string): Upload[] {
  return uploads.slice(uploads.findIndex((upload) => upload.id === id) + 1);
}

function describeUpload(upload: Upload, encode: (key: string) => string): MultipartUpload {
  return {
    Key: encode(upload.key),
    UploadId: upload.id,
    Initiated: new Date(upload.initiated),
    StorageClass: upload.object.storageClass as MultipartUpload["StorageClass"],
    Owner: OWNER,
    Initiator: OWNER,
    ...(upload.checksumWasChosen
      ? { ChecksumAlgorithm: upload.checksum.algorithm, ChecksumType: upload.checksum.type }
      : {}),
  };
}

function describePart(upload: Upload, part: Part): ListedPart {
  const known = upload.checksumWasChosen
    ? { algorithm: upload.checksum.algorithm, value: part.checksum }
    : part.sentChecksum;
  return {
    PartNumber: part.number,
    Size: part.size,
    ETag: quoted(part.etag),
    LastModified: new Date(part.lastModified),
    ...(known ? checksumMembers(known) : {}),
  };
}
