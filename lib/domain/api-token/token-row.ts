// A token as the page about tokens shows it.
import type { NamedPerson } from "../approval/approval";
import { problemOf } from "../errors";
import type { KnownToken, Maker } from "./api-token";
import { tokenRefusal, tokenState } from "./token-refusal";
import type { TokenRow } from "./token-views";

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
