import type { IncomingHttpHeaders } from "node:http";
import { SignatureError } from "./sigv4-error";

/** The parts of an HTTP request that SigV4 covers, the body aside. */
export interface SignedRequest {
  method: string;
  /** The path as it came over the wire, still percent-encoded, without the query. */
  rawPath: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
}

/** What a signed request says about itself: who, when, for which service, over which headers. Nothing of it is believed yet. */
export interface Claim {
  accessKeyId: string;
  day: string;
  region: string;
  service: string;
  signedHeaders: string[];
  signature: string;
  /** `YYYYMMDD'T'HHMMSS'Z'`, as it enters the string to sign. */
  date: string;
  sessionToken: string | undefined;
  /** Seconds of life; set for presigned URLs only. */
  expires: number | undefined;
}

/** Seven days: the longest life of a presigned URL. */
const MAX_EXPIRES_SECONDS = 604_800;

/** Reads the Authorization header, or the query of a presigned URL. @throws SignatureError when there is none or it is malformed. */
export function readClaim(query: URLSearchParams, headers: IncomingHttpHeaders): Claim {
  if (query.has("X-Amz-Algorithm")) return readQueryClaim(query);
  const header = headers.authorization;
  if (!header) throw new SignatureError("AccessDenied", "Access Denied: the request is not signed.");
  const match = /^AWS4-HMAC-SHA256\s+(.*)$/s.exec(header);
  const fields = new Map(match?.[1]?.split(",").map((field) => splitOnce(field.trim(), "=")));
  return makeClaim({
    credential: fields.get("Credential"),
    signedHeaders: fields.get("SignedHeaders"),
    signature: fields.get("Signature"),
    date: headerText(headers, "x-amz-date") || compactDate(headerText(headers, "date")),
    sessionToken: headerText(headers, "x-amz-security-token") || undefined,
    expires: undefined,
  });
}

function readQueryClaim(query: URLSearchParams): Claim {
  const expires = Number(query.get("X-Amz-Expires") ?? Number.NaN);
  if (!Number.isInteger(expires) || expires < 0 || expires > MAX_EXPIRES_SECONDS) {
    throw malformed("X-Amz-Expires must be a number of seconds of at most a week (604800)");
  }
  return makeClaim({
    credential: query.get("X-Amz-Credential"),
    signedHeaders: query.get("X-Amz-SignedHeaders"),
    signature: query.get("X-Amz-Signature"),
    date: query.get("X-Amz-Date") ?? "",
    sessionToken: query.get("X-Amz-Security-Token") ?? undefined,
    expires,
  });
}

interface RawClaim {
  credential: string | null | undefined;
  signedHeaders: string | null | undefined;
  signature: string | null | undefined;
  date: string;
  sessionToken: string | undefined;
  expires: number | undefined;
}

function makeClaim(raw: RawClaim): Claim {
  // An access key id may hold slashes, the scope may not: count from the end.
  const credential = raw.credential?.split("/") ?? [];
  const [day, region, service, terminator] = credential.slice(-4);
  const accessKeyId = credential.slice(0, -4).join("/");
  if (!accessKeyId || !day || !region || !service || terminator !== "aws4_request") {
    throw malformed("the Credential must read <access key id>/<day>/<region>/<service>/aws4_request");
  }
  if (!raw.signature || !raw.signedHeaders) throw malformed("SignedHeaders and Signature are required");
  if (!raw.date.startsWith(`${day}T`)) {
    throw malformed("the day in the Credential must be that of x-amz-date");
  }
  const { signature, date, sessionToken, expires } = raw;
  const signedHeaders = raw.signedHeaders.split(";");
  return { accessKeyId, day, region, service, signedHeaders, signature, date, sessionToken, expires };
}

/** The instant of a compact date (20261121T031500Z), in milliseconds. */
export function parseCompactDate(date: string): number {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? [];
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(time)) throw malformed("x-amz-date must read YYYYMMDDTHHMMSSZ");
  return time;
}

function compactDate(httpDate: string): string {
  const time = Date.parse(httpDate);
  if (Number.isNaN(time)) throw malformed("the request needs an x-amz-date header");
  return new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, "");
}

/** The value of a header as it enters the canonical request, before trimming. */
export function headerText(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return Array.isArray(value) ? value.join(",") : (value ?? "");
}

export function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + separator.length)];
}

export function malformed(what: string): SignatureError {
  return new SignatureError("AuthorizationHeaderMalformed", `The authorization is malformed; ${what}.`);
}
