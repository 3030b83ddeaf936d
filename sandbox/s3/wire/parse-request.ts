import type { IncomingMessage } from "node:http";
import type { SignedRequest } from "@/sandbox/shared/sigv4";
import { S3Error } from "../s3-error";
import type { Addressed } from "./match-operation";

export interface ParsedRequest extends Addressed {
  signed: SignedRequest;
  /** x-amz-content-sha256 as it enters the signature. */
  payloadHash: string;
}

/** Takes a request apart: path-style address, query, headers. The path is not normalised: `a/../b` is a key. */
export function parseRequest(request: IncomingMessage): ParsedRequest {
  const url = request.url ?? "/";
  const at = url.indexOf("?");
  const rawPath = at < 0 ? url : url.slice(0, at);
  const query = new URLSearchParams(at < 0 ? "" : url.slice(at + 1));
  const method = request.method ?? "GET";
  const [, bucket = "", ...rest] = rawPath.split("/").map(decode);
  const headers = effectiveHeaders(request, query);
  const signed: SignedRequest = { method, rawPath, query, headers: request.headers };
  return { method, bucket, key: rest.join("/"), query, headers, signed, payloadHash: payloadHash(headers, query) };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new S3Error("InvalidURI", { details: { URI: segment } });
  }
}

/** A presigned URL carries in its query what was an x-amz- header when it was signed. */
function effectiveHeaders(request: IncomingMessage, query: URLSearchParams): Map<string, string> {
  const headers = new Map<string, string>();
  for (const [name, value] of query) {
    const lower = name.toLowerCase();
    if (lower.startsWith("x-amz-") && !OF_THE_SIGNATURE.has(lower)) headers.set(lower, value);
  }
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(",") : value);
  }
  return headers;
}

const OF_THE_SIGNATURE = new Set([
  "x-amz-algorithm",
  "x-amz-credential",
  "x-amz-date",
  "x-amz-expires",
  "x-amz-security-token",
  "x-amz-signature",
  "x-amz-signedheaders",
]);

function payloadHash(headers: ReadonlyMap<string, string>, query: URLSearchParams): string {
  const hash = headers.get("x-amz-content-sha256");
  if (hash === undefined) {
    if (!headers.has("authorization") || query.has("X-Amz-Algorithm")) return "UNSIGNED-PAYLOAD";
    throw new S3Error("InvalidRequest", { message: "Missing required header for this request: x-amz-content-sha256" });
  }
  if (
    /^([0-9a-f]{64}|UNSIGNED-PAYLOAD|STREAMING-UNSIGNED-PAYLOAD-TRAILER|STREAMING-AWS4-HMAC-SHA256-PAYLOAD(-TRAILER)?)$/.test(
      hash,
    )
  )
    return hash;
  throw new S3Error("InvalidArgument", {
    message: "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, one of the STREAMING- values, or a valid sha256 value.",
  });
}
