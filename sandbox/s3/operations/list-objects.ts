import type {
  _Object,
  ListObjectsCommandInput,
  ListObjectsCommandOutput,
  ListObjectsV2CommandInput,
  ListObjectsV2CommandOutput,
} from "@aws-sdk/client-s3";
import { z } from "zod";
import { S3Error } from "../s3-error";
import type { Bucket } from "../store/bucket";
import type { StoredObject } from "../store/version";
import type { Handler } from "./call";
import { keyEncoder, OWNER, pageLimit } from "./listing-format";
import { commonPrefixes, keyItems, lastMarker, listPage, type Marker, type Page } from "./listing-page";
import { quoted } from "./write-guard";

export const listObjectsV2: Handler<ListObjectsV2CommandInput, ListObjectsV2CommandOutput> = (call) => {
  const { Prefix = "", Delimiter, MaxKeys, ContinuationToken, StartAfter, EncodingType, FetchOwner } = call.input;
  const bucket = call.bucket();
  const encode = keyEncoder(EncodingType);
  const limit = pageLimit(MaxKeys, "max-keys");
  const after = ContinuationToken === undefined ? startAfter(StartAfter) : parseToken(ContinuationToken);
  const page = currentObjects(bucket, { prefix: Prefix, delimiter: Delimiter ?? "", after, limit });
  return {
    output: {
      Name: bucket.name,
      Prefix: encode(Prefix),
      Delimiter: Delimiter === undefined ? undefined : encode(Delimiter),
      StartAfter: StartAfter === undefined ? undefined : encode(StartAfter),
      EncodingType,
      MaxKeys: limit,
      KeyCount: page.entries.length,
      IsTruncated: page.isTruncated,
      ContinuationToken,
      NextContinuationToken: page.isTruncated ? formatToken(lastMarker(page)) : undefined,
      Contents: keyItems(page).map((object) => describe(object, encode, FetchOwner ?? false)),
      CommonPrefixes: commonPrefixes(page).map((prefix) => ({ Prefix: encode(prefix) })),
    },
  };
};

export const listObjects: Handler<ListObjectsCommandInput, ListObjectsCommandOutput> = (call) => {
  const { Prefix = "", Delimiter, MaxKeys, Marker: marker = "", EncodingType } = call.input;
  const bucket = call.bucket();
  const encode = keyEncoder(EncodingType);
  const limit = pageLimit(MaxKeys, "max-keys");
  const page = currentObjects(bucket, { prefix: Prefix, delimiter: Delimiter ?? "", after: startAfter(marker), limit });
  const next = lastMarker(page)?.value;
  return {
    output: {
      Name: bucket.name,
      Prefix: encode(Prefix),
      Marker: encode(marker),
      Delimiter: Delimiter === undefined ? undefined : encode(Delimiter),
      EncodingType,
      MaxKeys: limit,
      IsTruncated: page.isTruncated,
      // Without a delimiter the client goes on behind the last key, which it has.
      NextMarker: page.isTruncated && Delimiter && next !== undefined ? encode(next) : undefined,
      Contents: keyItems(page).map((object) => describe(object, encode, true)),
      CommonPrefixes: commonPrefixes(page).map((prefix) => ({ Prefix: encode(prefix) })),
    },
  };
};

function currentObjects(bucket: Bucket, request: Parameters<typeof listPage>[1]): Page<StoredObject> {
  return listPage(bucket.keys, request, (key) => {
    const current = bucket.current(key);
    return current?.kind === "object" ? [current] : [];
  });
}

function describe(object: StoredObject, encode: (key: string) => string, withOwner: boolean): _Object {
  return {
    Key: encode(object.key),
    LastModified: new Date(object.lastModified),
    ETag: quoted(object.etag),
    Size: object.size,
    StorageClass: object.storageClass as _Object["StorageClass"],
    ChecksumAlgorithm: [object.checksum.algorithm],
    ChecksumType: object.checksum.type,
    ...(withOwner ? { Owner: OWNER } : {}),
  };
}

function startAfter(key: string | undefined): Marker | undefined {
  return key ? { kind: "key", value: key } : undefined;
}

const tokenSchema = z.tuple([z.enum(["key", "prefix"]), z.string()]);

function formatToken(marker: Marker | undefined): string | undefined {
  return marker && Buffer.from(JSON.stringify([marker.kind, marker.value])).toString("base64url");
}

function parseToken(token: string): Marker {
  try {
    const [kind, value] = tokenSchema.parse(JSON.parse(Buffer.from(token, "base64url").toString("utf8")));
    return { kind, value };
  } catch {
    throw new S3Error("InvalidArgument", { message: "The continuation token provided is incorrect" });
  }
}
