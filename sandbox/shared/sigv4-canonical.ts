import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { Principal } from "./principals";
import { type Claim, headerText, type SignedRequest, splitOnce } from "./sigv4-claim";

/** The text both sides hash: what was asked, in one agreed spelling. */
export function canonicalRequest(
  request: SignedRequest,
  claim: Claim,
  options: { payloadHash: string; doubleEncodePath: boolean },
): string {
  const query = [...request.query]
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => `${uriEncode(name)}=${uriEncode(value)}`)
    .sort(byEncodedNameThenValue);
  const headers = claim.signedHeaders.map(
    (name) => `${name}:${headerText(request.headers, name).trim().replace(/\s+/g, " ")}\n`,
  );
  return [
    request.method,
    canonicalPath(request.rawPath, options.doubleEncodePath),
    query.join("&"),
    headers.join(""),
    claim.signedHeaders.join(";"),
    options.payloadHash,
  ].join("\n");
}

function canonicalPath(rawPath: string, doubleEncode: boolean): string {
  const segments = rawPath.split("/");
  return segments.map((each) => uriEncode(doubleEncode ? each : decodeOrKeep(each))).join("/") || "/";
}

/** A path that is no valid percent-encoding cannot have been signed; the service refuses it after this. */
function decodeOrKeep(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function byEncodedNameThenValue(a: string, b: string): number {
  const [nameA, valueA] = splitOnce(a, "=");
  const [nameB, valueB] = splitOnce(b, "=");
  if (nameA !== nameB) return nameA < nameB ? -1 : 1;
  return valueA < valueB ? -1 : valueA > valueB ? 1 : 0;
}

/** RFC 3986: everything but the unreserved characters, in upper-case hex. */
function uriEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

export function stringToSign(claim: Claim, canonical: string): string {
  // Node reads header bytes as latin1; the signer hashed the bytes.
  const hash = createHash("sha256").update(Buffer.from(canonical, "latin1")).digest("hex");
  return ["AWS4-HMAC-SHA256", claim.date, scopeOf(claim), hash].join("\n");
}

export function scopeOf(claim: Claim): string {
  return `${claim.day}/${claim.region}/${claim.service}/aws4_request`;
}

/** Four hashes for each request otherwise; a key is good for a day, a region and a service. */
const signingKeys = new Map<string, Buffer>();
const MOST_KEYS = 1000;

export function signingKey(principal: Principal, claim: Claim): Buffer {
  const name = `${principal.secretAccessKey} ${scopeOf(claim)}`;
  const known = signingKeys.get(name);
  if (known) return known;
  if (signingKeys.size >= MOST_KEYS) signingKeys.clear();
  const key = deriveSigningKey(principal, claim);
  signingKeys.set(name, key);
  return key;
}

function deriveSigningKey(principal: Principal, claim: Claim): Buffer {
  const secret = Buffer.from(`AWS4${principal.secretAccessKey}`);
  return [claim.day, claim.region, claim.service, "aws4_request"].reduce<Buffer>(
    (key, part) => hmac(key, part),
    secret,
  );
}

export function hmac(key: Buffer, data: string): Buffer {
  return createHmac("sha256", key).update(data).digest();
}

/** Comparison in constant time. */
export function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
