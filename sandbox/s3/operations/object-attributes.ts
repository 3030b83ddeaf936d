import type {
  GetObjectAttributesCommandInput,
  GetObjectAttributesCommandOutput,
  GetObjectAttributesParts,
} from "@aws-sdk/client-s3";
import { S3Error } from "../s3-error";
import type { StoredObject } from "../store/version";
import type { Handler } from "./call";
import { addressedObject, shownVersionId } from "./find-object";
import { partMarker } from "./list-uploads";
import { pageLimit } from "./listing-format";
import { checksumMembers, typedChecksumMembers } from "./object-output";

export const getObjectAttributes: Handler<GetObjectAttributesCommandInput, GetObjectAttributesCommandOutput> = (
  call,
) => {
  const { ObjectAttributes = [], MaxParts, PartNumberMarker, VersionId } = call.input;
  const { bucket, object } = addressedObject(call);
  call.demand(VersionId === undefined ? "s3:GetObject" : "s3:GetObjectVersion", bucket.name, object.key);
  const all: Partial<GetObjectAttributesCommandOutput> = {
    ETag: object.etag,
    Checksum: typedChecksumMembers(object.checksum),
    ObjectParts: describeParts(object, pageLimit(MaxParts, "x-amz-max-parts"), partMarker(PartNumberMarker)),
    StorageClass: object.storageClass as NonNullable<GetObjectAttributesCommandOutput["StorageClass"]>,
    ObjectSize: object.size,
  };
  const unknown = ObjectAttributes.find((name) => !(name in all));
  if (unknown || ObjectAttributes.length === 0) {
    throw new S3Error("InvalidArgument", { message: "Invalid attribute name specified." });
  }
  return {
    output: {
      ...Object.fromEntries(Object.entries(all).filter(([name]) => (ObjectAttributes as string[]).includes(name))),
      LastModified: new Date(object.lastModified),
      VersionId: shownVersionId(bucket, object),
    },
  };
};

/** S3 lists the parts only of uploads that have a checksum for each. */
function describeParts(object: StoredObject, limit: number, marker: number): GetObjectAttributesParts | undefined {
  if (!object.uploadId) return undefined;
  const total = object.segments.length;
  if (object.checksum.type === "FULL_OBJECT") return { TotalPartsCount: total };
  const { algorithm } = object.checksum;
  const page = object.segments.slice(marker, marker + limit).map(({ size, checksum = "" }, index) => ({
    PartNumber: marker + index + 1,
    Size: size,
    ...checksumMembers({ algorithm, value: checksum }),
  }));
  const last = marker + page.length;
  return {
    TotalPartsCount: total,
    PartNumberMarker: String(marker),
    NextPartNumberMarker: String(last),
    MaxParts: limit,
    IsTruncated: last < total,
    Parts: page,
  };
}
