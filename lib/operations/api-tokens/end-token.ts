// What is said of a token after it was made: another administrator's word, and its end.
import { type KnownToken, TOKEN_STATE_VIEW } from "@/lib/domain/api-token/api-token";
import { secondRefusal, tokenState } from "@/lib/domain/api-token/token-refusal";
import { tokenRow } from "@/lib/domain/api-token/token-row";
import type { TokenId } from "@/lib/domain/api-token/token-text";
import type { TokenRow } from "@/lib/domain/api-token/token-views";
import type { NamedPerson } from "@/lib/domain/approval/approval";
import { AppError, hasCode } from "@/lib/domain/errors";
import { may } from "@/lib/domain/role";
import type { ObjectStore } from "@/lib/ports/object-store";
import { readMaker } from "./standings";
import { readToken, readTokenUse, writeTokenFile } from "./token-records";

interface Deps {
  records: ObjectStore;
}

/**
 * Ends a token for good: whoever made it, and any administrator. Of two who do so at once the first one's name stays; for both
 * it is revoked. @throws AppError not-found, record-invalid, not-allowed, storage-*
 */
export async function revokeToken(
  { records }: Deps,
  id: TokenId,
  { id: person, login, role }: NamedPerson,
  now: Date,
): Promise<TokenRow> {
  const known = await readToken(records, id);
  if (known.token.made_by.id !== person && !may(role, "make an API token of an administrator"))
    throw new AppError("not-allowed", { role, action: "revoke another's API token", needed: "admin" });
  const word = { version: 1, by: { id: person, login, role }, at: now.toISOString() };
  return said(records, id, () => writeTokenFile(records, id, "revocation", word), now);
}

/**
 * The second person's word on a token that waits for one.
 * @throws AppError not-found, record-invalid, api-token-own, api-token-closed, approval-other-directory, not-allowed, storage-*
 */
export async function approveToken(
  { records }: Deps,
  id: TokenId,
  { id: person, login, role }: NamedPerson,
  now: Date,
): Promise<TokenRow> {
  const by = { id: person, login, role };
  const known = await readToken(records, id);
  const refusal = secondRefusal(known.token, by) ?? (await closed(records, known, now));
  if (refusal) throw refusal;
  const word = { version: 1, hash: known.token.hash, by, at: now.toISOString() };
  return said(records, id, () => writeTokenFile(records, id, "approval", word), now);
}

async function closed(records: ObjectStore, known: KnownToken, now: Date): Promise<AppError | undefined> {
  const { name, made_by } = known.token;
  const state = tokenState(known, await readMaker(records, made_by.id), now);
  if (state === "waiting") return undefined;
  return new AppError("api-token-closed", { name, why: `it is ${TOKEN_STATE_VIEW[state].label.toLowerCase()}` });
}

/** Writes what only one may say, and reads what stands then. */
async function said(records: ObjectStore, id: TokenId, write: () => Promise<void>, now: Date): Promise<TokenRow> {
  try {
    await write();
  } catch (error) {
    // Somebody was quicker, and said the same.
    if (!hasCode(error, "object-exists")) throw error;
  }
  const known = await readToken(records, id);
  const [maker, used] = await Promise.all([readMaker(records, known.token.made_by.id), readTokenUse(records, id)]);
  return tokenRow(known, maker, used, now);
}
