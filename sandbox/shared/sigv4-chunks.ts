import { createHash } from "node:crypto";
import type { Principal } from "./principals";
import { hmac, sameText, scopeOf, signingKey } from "./sigv4-canonical";
import { type Claim, readClaim, type SignedRequest } from "./sigv4-claim";
import { SignatureError } from "./sigv4-error";

/**
 * Verifies the chunks of a body sent as STREAMING-AWS4-HMAC-SHA256-PAYLOAD(-TRAILER), in order: each signature covers
 * the one before it, the first covers the request's. Create it only for a request that verifySignature has accepted.
 */
export class ChunkSignatures {
  private previous: string;
  private readonly key: Buffer;
  private readonly claim: Claim;

  constructor(request: SignedRequest, principal: Principal) {
    this.claim = readClaim(request.query, request.headers);
    this.previous = this.claim.signature;
    this.key = signingKey(principal, this.claim);
  }

  /** `sha256` is that of the chunk's data, in hex. */
  checkChunk(sha256: string, signature: string): void {
    this.check(["AWS4-HMAC-SHA256-PAYLOAD", this.scope(), this.previous, EMPTY_SHA256, sha256], signature);
  }

  /** `lines` are the trailer's headers without the signature, each ended by a line feed. */
  checkTrailer(lines: string, signature: string): void {
    this.check(["AWS4-HMAC-SHA256-TRAILER", this.scope(), this.previous, sha256Hex(lines)], signature);
  }

  private check(parts: string[], signature: string): void {
    if (!sameText(hmac(this.key, parts.join("\n")).toString("hex"), signature)) {
      throw new SignatureError(
        "SignatureDoesNotMatch",
        "The signature of a chunk of the body does not match its content.",
      );
    }
    this.previous = signature;
  }

  private scope(): string {
    return `${this.claim.date}\n${scopeOf(this.claim)}`;
  }
}

const EMPTY_SHA256 = sha256Hex("");

function sha256Hex(data: string): string {
  return createHash("sha256").update(data).digest("hex");
}
