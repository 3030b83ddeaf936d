import type { ApiToken } from "@/lib/domain/api-token/api-token";
import { makersRole, tokenRefusal } from "@/lib/domain/api-token/token-refusal";
import { roleOfToken } from "@/lib/domain/api-token/token-scope";
import { idOfToken, type TokenId } from "@/lib/domain/api-token/token-text";
import { AppError, asAppError, hasCode } from "@/lib/domain/errors";
import type { Role } from "@/lib/domain/role";
import type { ObjectStore } from "@/lib/ports/object-store";
import { readMaker } from "./standings";
import { isToken } from "./token-hash";
import { readToken, readTokenUse, writeTokenUse } from "./token-records";

/** Whose a token is and what it may now; or why it is refused, of one that is known. */
export type RecognisedToken = { token: ApiToken; role: Role } | { token: ApiToken; refusal: AppError };

/**
 * Looks a token up, every time anew: what is revoked is refused with the next request, by every task of the console. What cannot
 * be known, because the records are away or changed, is a refusal.
 * @throws AppError api-token-invalid, record-invalid, storage-*
 */
export async function recogniseToken(records: ObjectStore, text: string, now: Date): Promise<RecognisedToken> {
  const id = idOfToken(text);
  if (!id) throw new AppError("api-token-invalid", { why: "its form or its checksum is wrong" });
  const known = await readToken(records, id).catch((error: unknown) => {
    throw hasCode(error, "not-found") ? unknown() : error;
  });
  const { token } = known;
  // The same words as for one that is not there: whoever guesses learns nothing of ids.
  if (!isToken(text, token)) return { token, refusal: unknown() };
  const maker = await readMaker(records, token.made_by.id);
  const refusal = tokenRefusal(known, maker, now);
  const role = makersRole(maker);
  if (refusal || !role) return { token, refusal: refusal ?? new AppError("api-token-maker", { name: token.name }) };
  return { token, role: roleOfToken(token.scope, role) };
}

const unknown = () => new AppError("api-token-invalid", { why: "no token has this secret" });

/** Writes down that it is used today; once a day and process, and never in the way of the request. */
export class TokenUses {
  private readonly records: ObjectStore;
  private readonly known = new Map<TokenId, string>();

  constructor(records: ObjectStore) {
    this.records = records;
  }

  async note(id: TokenId, now: Date): Promise<void> {
    const day = now.toISOString().slice(0, 10);
    if (this.known.get(id) === day) return;
    this.known.set(id, day);
    try {
      if ((await readTokenUse(this.records, id)) !== day) await writeTokenUse(this.records, id, day);
    } catch (error) {
      this.known.delete(id);
      const { message } = asAppError(error);
      console.warn(JSON.stringify({ level: "warn", event: "token-use-not-kept", token: id, message }));
    }
  }
}
