import { S3Error } from "../s3-error";
import type { StoredObject } from "../store/version";
import { quoted, unquoted } from "./write-guard";

export interface ReadConditions {
  IfMatch?: string | undefined;
  IfNoneMatch?: string | undefined;
  IfModifiedSince?: Date | undefined;
  IfUnmodifiedSince?: Date | undefined;
}

/** The conditions of a read in the order of RFC 9110: an entity tag outweighs a date. @throws S3Error 412 or 304. */
export function checkReadConditions(object: StoredObject, conditions: ReadConditions): void {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = conditions;
  const modified = Math.floor(Date.parse(object.lastModified) / 1000) * 1000;
  if (IfMatch !== undefined) {
    if (!names(IfMatch, object)) throw new S3Error("PreconditionFailed", { details: { Condition: "If-Match" } });
  } else if (IfUnmodifiedSince && modified > IfUnmodifiedSince.getTime()) {
    throw new S3Error("PreconditionFailed", { details: { Condition: "If-Unmodified-Since" } });
  }
  const isNotModified =
    IfNoneMatch === undefined
      ? IfModifiedSince !== undefined && modified <= IfModifiedSince.getTime()
      : names(IfNoneMatch, object);
  if (!isNotModified) return;
  const headers = { etag: quoted(object.etag), "last-modified": new Date(modified).toUTCString() };
  throw new S3Error("NotModified", { headers });
}

function names(list: string, object: StoredObject): boolean {
  return list.split(",").some((each) => each.trim() === "*" || unquoted(each) === object.etag);
}
