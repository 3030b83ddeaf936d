import { createHash, timingSafeEqual } from "node:crypto";
import type { ApiToken, TokenFacts } from "@/lib/domain/api-token/api-token";
import { canonical } from "@/lib/domain/canonical";

/**
 * SHA-256 over the token and what it may, in hex. A secret of 256 random bits needs no slow hash: nobody tries them all. That the
 * facts are in it means that whoever can write to the bucket cannot give a token they have another scope, maker or end.
 */
export function tokenHash(text: string, facts: TokenFacts): string {
  return createHash("sha256")
    .update(`${text}\n${canonical(facts)}`, "utf8")
    .digest("hex");
}

/** In constant time. */
export function isToken(text: string, { hash, ...facts }: ApiToken): boolean {
  return timingSafeEqual(Buffer.from(tokenHash(text, facts)), Buffer.from(hash));
}
