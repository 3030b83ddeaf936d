import { S3Error } from "../s3-error";
import type { StoredObject } from "../store/version";

/** Part of an object: first and last byte, both included. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * What a GET asks for: a Range header, a part of a multipart object, or undefined for the whole. A Range that S3 does
 * not understand (several ranges, another unit) is as if it were not there. @throws S3Error InvalidRange, 416.
 */
export function requestedRange(
  object: StoredObject,
  range: string | undefined,
  partNumber: number | undefined,
): ByteRange | undefined {
  if (partNumber !== undefined) {
    if (range === undefined) return partRange(object, partNumber);
    throw new S3Error("InvalidRequest", { message: "Cannot specify both Range header and partNumber query parameter" });
  }
  const match = /^bytes=(?:(\d+)-(\d*)|-(\d+))$/.exec(range ?? "");
  if (!match) return undefined;
  const [, first, last, suffix] = match;
  const start = suffix === undefined ? Number(first) : Math.max(0, object.size - Number(suffix));
  const end = last ? Math.min(Number(last), object.size - 1) : object.size - 1;
  if (last && Number(last) < Number(first)) return undefined;
  if (start >= object.size || suffix === "0") throw notSatisfiable(object, range ?? "");
  return { start, end };
}

function partRange(object: StoredObject, partNumber: number): ByteRange | undefined {
  if (partNumber < 1 || partNumber > object.segments.length) {
    throw new S3Error("InvalidPartNumber", {
      details: { PartNumberRequested: String(partNumber), ActualPartCount: String(object.segments.length) },
    });
  }
  const start = object.segments.slice(0, partNumber - 1).reduce((sum, segment) => sum + segment.size, 0);
  const size = object.segments[partNumber - 1]?.size ?? 0;
  return size === 0 ? undefined : { start, end: start + size - 1 };
}

function notSatisfiable(object: StoredObject, range: string): S3Error {
  return new S3Error("InvalidRange", {
    details: { RangeRequested: range, ActualObjectSize: String(object.size) },
    headers: { "content-range": `bytes */${object.size}` },
  });
}
