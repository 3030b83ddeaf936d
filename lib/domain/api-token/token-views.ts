// What the page about tokens shows, and what it sends.
import { z } from "zod";
import type { NamedPerson } from "../approval/approval";
import { type Problem, problemOf } from "../errors";
import {
  type ApiToken,
  DEFAULT_TOKEN_DAYS,
  type KnownToken,
  type Maker,
  MOST_TOKEN_DAYS,
  type TokenState,
  tokenRefusal,
  tokenState,
} from "./api-token";
import { TOKEN_SCOPES } from "./token-scope";
import { tokenId } from "./token-text";

/** A token without its hash. */
export interface TokenRow extends Omit<ApiToken, "version" | "hash"> {
  state: TokenState;
  /** Why it is refused, where it is. */
  problem?: Problem;
  approved?: { by: NamedPerson; at: string };
  revoked?: { by: NamedPerson; at: string };
  /** Last used on this day, in UTC. */
  used?: string;
}

export interface TokenList {
  /** Those that can still be used first, each by when it was made, newest first. */
  tokens: TokenRow[];
  /** Shown, never hidden. */
  unreadable: { id: string; problem: Problem }[];
}

/** The only answer that ever has the token itself. */
export interface MadeToken {
  token: string;
  row: TokenRow;
}

/** Characters. */
export const MOST_TOKEN_NAME = 60;

export const makeTokenInput = z.object({
  name: z
    .string()
    .trim()
    .min(1, "say what it is for")
    .max(MOST_TOKEN_NAME)
    // It stands in the audit trail's sentences and in the log.
    .regex(/^[\p{L}\p{N} ._/()-]*$/u, "letters, digits, spaces and . _ - / ( ) only"),
  scope: z.enum(TOKEN_SCOPES),
  days: z.int().min(1).max(MOST_TOKEN_DAYS).default(DEFAULT_TOKEN_DAYS),
});
export type MakeTokenInput = z.infer<typeof makeTokenInput>;

export const tokenIdInput = z.object({ id: tokenId });

export function tokenRow(known: KnownToken, maker: Maker, used: string | undefined, now: Date): TokenRow {
  const { version: _, hash: __, ...token } = known.token;
  const refusal = tokenRefusal(known, maker, now);
  const said = (word: { by: NamedPerson; at: string } | undefined) => word && { by: word.by, at: word.at };
  return {
    ...token,
    state: tokenState(known, maker, now),
    problem: refusal && problemOf(refusal),
    approved: said(known.approval),
    revoked: said(known.revocation),
    used,
  };
}
