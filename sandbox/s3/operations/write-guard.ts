import { S3Error } from "../s3-error";
import type { Version } from "../store/version";

/**
 * The conditions of a write (If-None-Match: *, If-Match), to be asked under the key's lock. A delete marker counts as
 * no object, as in S3.
 */
export function writeGuard(input: {
  IfNoneMatch?: string | undefined;
  IfMatch?: string | undefined;
}): (current: Version | undefined) => void {
  const { IfNoneMatch, IfMatch } = input;
  if (IfNoneMatch !== undefined && IfNoneMatch !== "*") {
    throw new S3Error("NotImplemented", { details: { Header: "If-None-Match", additionalMessage: "only * is known" } });
  }
  return (current) => {
    const object = current?.kind === "object" ? current : undefined;
    if (IfNoneMatch !== undefined && object) throw failed("If-None-Match");
    if (IfMatch === undefined) return;
    if (!object) throw new S3Error("NoSuchKey");
    if (IfMatch !== "*" && unquoted(IfMatch) !== object.etag) throw failed("If-Match");
  };
}

export function unquoted(etag: string): string {
  return etag
    .trim()
    .replace(/^W\//, "")
    .replace(/^"(.*)"$/, "$1");
}

export function quoted(etag: string): string {
  return `"${etag}"`;
}

function failed(condition: string): S3Error {
  return new S3Error("PreconditionFailed", { details: { Condition: condition } });
}
