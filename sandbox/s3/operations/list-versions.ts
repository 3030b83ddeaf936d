import type {
  DeleteMarkerEntry,
  ListObjectVersionsCommandInput,
  ListObjectVersionsCommandOutput,
  ObjectVersion,
} from "@aws-sdk/client-s3";
import { S3Error } from "../s3-error";
import type { Bucket } from "../store/bucket";
import type { DeleteMarker, StoredObject, Version } from "../store/version";
import type { Handler } from "./call";
import { keyEncoder, OWNER, pageLimit } from "./listing-format";
import { commonPrefixes, keyItems, lastMarker, listPage, type Marker } from "./listing-page";
import { quoted } from "./write-guard";

export const listObjectVersions: Handler<ListObjectVersionsCommandInput, ListObjectVersionsCommandOutput> = (call) => {
  const { Prefix = "", Delimiter, MaxKeys, KeyMarker = "", VersionIdMarker = "", EncodingType } = call.input;
  if (VersionIdMarker && !KeyMarker) {
    throw new S3Error("InvalidArgument", { message: "A version-id marker cannot be specified without a key marker." });
  }
  const bucket = call.bucket();
  const encode = keyEncoder(EncodingType);
  const limit = pageLimit(MaxKeys, "max-keys");
  const rest = VersionIdMarker ? versionsBehind(bucket, KeyMarker, VersionIdMarker) : [];
  const after = rest.length > 0 ? beforeKey(bucket, KeyMarker) : keyMarker(KeyMarker);
  const page = listPage(bucket.keys, { prefix: Prefix, delimiter: Delimiter ?? "", after, limit }, (key) =>
    rest.length > 0 && key === KeyMarker ? rest : bucket.versionsOf(key),
  );
  const versions = keyItems(page);
  const lastVersion = page.entries.at(-1)?.kind === "key" ? versions.at(-1) : undefined;
  return {
    output: {
      Name: bucket.name,
      Prefix: encode(Prefix),
      KeyMarker: encode(KeyMarker),
      VersionIdMarker,
      Delimiter: Delimiter === undefined ? undefined : encode(Delimiter),
      EncodingType,
      MaxKeys: limit,
      IsTruncated: page.isTruncated,
      NextKeyMarker: page.isTruncated ? encode(lastMarker(page)?.value ?? "") : undefined,
      NextVersionIdMarker: page.isTruncated ? lastVersion?.versionId : undefined,
      Versions: versions.filter(isObject).map((version) => describeVersion(bucket, version, encode)),
      DeleteMarkers: versions.filter(isMarker).map((marker) => describeMarker(bucket, marker, encode)),
      CommonPrefixes: commonPrefixes(page).map((prefix) => ({ Prefix: encode(prefix) })),
    },
  };
};

/**
 * The versions of a key that a page which ended at `versionId` has not shown. When that version has been deleted since
 * (who empties a bucket does so) those that are left have not been shown.
 */
function versionsBehind(bucket: Bucket, key: string, versionId: string): readonly Version[] {
  const versions = bucket.versionsOf(key);
  return versions.slice(versions.findIndex((version) => version.versionId === versionId) + 1);
}

/** A marker behind which `key` itself comes next. */
function beforeKey(bucket: Bucket, key: string): Marker | undefined {
  const before = bucket.keys.at(bucket.keys.lowerBound(key) - 1);
  return before === undefined ? undefined : { kind: "key", value: before };
}

function keyMarker(key: string): Marker | undefined {
  return key ? { kind: "key", value: key } : undefined;
}

function describeVersion(bucket: Bucket, object: StoredObject, encode: (key: string) => string): ObjectVersion {
  return {
    ...describe(bucket, object, encode),
    ETag: quoted(object.etag),
    Size: object.size,
    StorageClass: object.storageClass as ObjectVersion["StorageClass"],
    ChecksumAlgorithm: [object.checksum.algorithm],
    ChecksumType: object.checksum.type,
  };
}

function describeMarker(bucket: Bucket, marker: DeleteMarker, encode: (key: string) => string): DeleteMarkerEntry {
  return describe(bucket, marker, encode);
}

function describe(bucket: Bucket, version: Version, encode: (key: string) => string) {
  return {
    Key: encode(version.key),
    VersionId: version.versionId,
    IsLatest: bucket.current(version.key) === version,
    LastModified: new Date(version.lastModified),
    Owner: OWNER,
  };
}

function isObject(version: Version): version is StoredObject {
  return version.kind === "object";
}

function isMarker(version: Version): version is DeleteMarker {
  return version.kind === "delete-marker";
}
