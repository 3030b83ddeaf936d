import type { Principal, Principals } from "./principals";
import { canonicalRequest, hmac, sameText, signingKey, stringToSign } from "./sigv4-canonical";
import { type Claim, malformed, parseCompactDate, readClaim, type SignedRequest } from "./sigv4-claim";
import { SignatureError } from "./sigv4-error";

export type { SignedRequest } from "./sigv4-claim";
export { SignatureError, type SignatureErrorCode } from "./sigv4-error";

/**
 * AWS Signature Version 4 as a service checks it: headers and presigned URLs. Written from AWS's description of the
 * algorithm and not with the SDK's signer, so that a mistake of the one is not hidden by the same mistake of the other.
 */
export interface SignatureOptions {
  /** S3: `x-amz-content-sha256` as sent. JSON services, which do not send it: sha256 of the body, in hex. */
  payloadHash: string;
  /** True for every service but S3: they sign the path encoded once more. */
  doubleEncodePath: boolean;
  now: Date;
  /** When given, a credential scope that names another region or service is refused, as AWS does. */
  scope?: { region?: string; service?: string };
}

/** What temporary credentials add to a principal. A principal without them may send any session token, or none. */
export interface TemporaryCredentials {
  sessionToken?: string;
  /** ISO 8601. From then on every call is answered with ExpiredToken. */
  expiresAt?: string;
}

/** AWS's own tolerance between the signer's clock and the service's. */
const MAX_SKEW_MS = 15 * 60_000;

/**
 * Verifies the signature in the Authorization header or in the query of a presigned URL and returns who signed.
 *
 * @throws SignatureError, whose code and status are what AWS answers.
 */
export function verifySignature(request: SignedRequest, principals: Principals, options: SignatureOptions): Principal {
  const claim = readClaim(request.query, request.headers);
  checkTime(claim, options.now);
  checkScope(claim, options.scope);
  const principal = principals.find(claim.accessKeyId);
  if (!principal) {
    throw new SignatureError("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.");
  }
  checkSignedHeaders(request, claim);
  const canonical = canonicalRequest(request, claim, options);
  const expected = hmac(signingKey(principal, claim), stringToSign(claim, canonical)).toString("hex");
  if (!sameText(expected, claim.signature)) {
    throw new SignatureError(
      "SignatureDoesNotMatch",
      "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
    );
  }
  checkTemporaryCredentials(principal, claim, options.now);
  return principal;
}

function checkTime(claim: Claim, now: Date): void {
  const signedAt = parseCompactDate(claim.date);
  if (claim.expires === undefined) {
    if (Math.abs(now.getTime() - signedAt) <= MAX_SKEW_MS) return;
    throw new SignatureError(
      "RequestTimeTooSkewed",
      "The difference between the request time and the current time is too large.",
    );
  }
  if (signedAt - now.getTime() > MAX_SKEW_MS) throw new SignatureError("AccessDenied", "Request is not valid yet");
  if (now.getTime() > signedAt + claim.expires * 1000) {
    throw new SignatureError("AccessDenied", "Request has expired");
  }
}

function checkScope(claim: Claim, scope: SignatureOptions["scope"]): void {
  if (scope?.region && scope.region !== claim.region) {
    throw malformed(`the region '${claim.region}' is wrong; expecting '${scope.region}'`);
  }
  if (scope?.service && scope.service !== claim.service) {
    throw malformed(`incorrect service "${claim.service}"; this endpoint belongs to "${scope.service}"`);
  }
}

/** What changes the meaning of a call must be covered by the signature, or a man in the middle could add it. */
function checkSignedHeaders(request: SignedRequest, claim: Claim): void {
  const signed = new Set(claim.signedHeaders);
  const missing = Object.keys(request.headers).filter((name) => name.startsWith("x-amz-") && !signed.has(name));
  if (!signed.has("host")) missing.push("host");
  if (missing.length === 0) return;
  throw new SignatureError(
    "AccessDenied",
    `There were headers present in the request which were not signed: ${missing.join(", ")}`,
  );
}

function checkTemporaryCredentials(principal: Principal & TemporaryCredentials, claim: Claim, now: Date): void {
  if (principal.expiresAt && Date.parse(principal.expiresAt) <= now.getTime()) {
    throw new SignatureError("ExpiredToken", "The provided token has expired.");
  }
  if (principal.sessionToken && !sameText(principal.sessionToken, claim.sessionToken ?? "")) {
    throw new SignatureError("InvalidToken", "The provided token is malformed or otherwise invalid.");
  }
}
