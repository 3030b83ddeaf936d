import { CHECKSUM_ALGORITHMS, type ChecksumAlgorithm } from "../checksums/checksum";
import { S3Error } from "../s3-error";

/** The checksum a request says its body has: now (`value`), or in the trailer behind the body. */
export interface ClaimedChecksum {
  algorithm: ChecksumAlgorithm;
  value: string | undefined;
}

const PREFIX = "x-amz-checksum-";
/** Headers that begin like a checksum and are none. */
const NOT_A_CHECKSUM = new Set(["x-amz-checksum-algorithm", "x-amz-checksum-type", "x-amz-checksum-mode"]);

/** Reads x-amz-checksum-*, x-amz-trailer and x-amz-sdk-checksum-algorithm. @throws S3Error when they contradict. */
export function claimedChecksum(headers: ReadonlyMap<string, string>): ClaimedChecksum | undefined {
  const claims: ClaimedChecksum[] = [];
  for (const [name, value] of headers) {
    if (name.startsWith(PREFIX) && !NOT_A_CHECKSUM.has(name)) claims.push({ algorithm: algorithmOf(name), value });
  }
  for (const name of (headers.get("x-amz-trailer") ?? "").toLowerCase().split(",")) {
    if (name.trim().startsWith(PREFIX)) claims.push({ algorithm: algorithmOf(name.trim()), value: undefined });
  }
  if (claims.length > 1) {
    throw new S3Error("InvalidRequest", {
      message: "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.",
    });
  }
  const [claim] = claims;
  if (!claim && headers.has("x-amz-sdk-checksum-algorithm")) {
    throw new S3Error("InvalidRequest", {
      message:
        "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.",
    });
  }
  return claim;
}

function algorithmOf(header: string): ChecksumAlgorithm {
  const algorithm = CHECKSUM_ALGORITHMS.find((each) => header === PREFIX + each.toLowerCase());
  if (algorithm) return algorithm;
  throw new S3Error("NotImplemented", {
    message: `The stand-in does not compute ${header}; it knows ${CHECKSUM_ALGORITHMS.join(", ")}.`,
  });
}
