import { type Maker, TOKEN_STATE_VIEW } from "@/lib/domain/api-token/api-token";
import { tokenRow } from "@/lib/domain/api-token/token-row";
import type { TokenId } from "@/lib/domain/api-token/token-text";
import type { TokenList, TokenRow } from "@/lib/domain/api-token/token-views";
import { hasCode, problemOf } from "@/lib/domain/errors";
import type { PersonId } from "@/lib/domain/person-id";
import type { ObjectStore } from "@/lib/ports/object-store";
import { inParallel } from "../in-parallel";
import { readMaker } from "./standings";
import { listTokenIds, readToken, readTokenUse } from "./token-records";

type Unreadable = TokenList["unreadable"][number];

const READS_AT_ONCE = 12;

/** Every token there was. What cannot be read is told of the token it belongs to. @throws AppError storage-* */
export async function listTokens({ records }: { records: ObjectStore }, now: Date): Promise<TokenList> {
  const makers = new Map<PersonId, Promise<Maker>>();
  const makerOf = (person: PersonId) => {
    const asked = makers.get(person) ?? readMaker(records, person);
    makers.set(person, asked);
    return asked;
  };
  const read = async (id: TokenId): Promise<TokenRow | Unreadable | undefined> => {
    try {
      const [known, used] = await Promise.all([readToken(records, id), readTokenUse(records, id)]);
      return tokenRow(known, await makerOf(known.token.made_by.id), used, now);
    } catch (error) {
      // A folder without a token: somebody was cut off, or it is somebody else's.
      return hasCode(error, "not-found") ? undefined : { id, problem: problemOf(error) };
    }
  };
  const all = await inParallel(await listTokenIds(records), READS_AT_ONCE, read);
  return {
    tokens: all.filter((each): each is TokenRow => each !== undefined && "state" in each).sort(liveFirst),
    unreadable: all.filter((each): each is Unreadable => each !== undefined && !("state" in each)),
  };
}

function liveFirst(a: TokenRow, b: TokenRow): number {
  const live = Number(TOKEN_STATE_VIEW[b.state].live) - Number(TOKEN_STATE_VIEW[a.state].live);
  return live || Date.parse(b.made_at) - Date.parse(a.made_at);
}
