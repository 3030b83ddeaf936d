// What the page about tokens shows, and what it sends.
import type { NamedPerson } from "../approval/approval";
import type { Problem } from "../errors";
import type { ApiToken, TokenState } from "./api-token";

export type { MakeTokenInput } from "./token-input-schema";

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

/** What is wrong with the name of a token, without the spaces around it; undefined when nothing is. */
export function wrongTokenName(name: string): string | undefined {
  if (name === "") return "say what it is for";
  // It stands in the audit trail's sentences and in the log.
  return /^[\p{L}\p{N} ._/()-]*$/u.test(name) ? undefined : "letters, digits, spaces and . _ - / ( ) only";
}
