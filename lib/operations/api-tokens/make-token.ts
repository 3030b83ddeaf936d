import { randomBytes } from "node:crypto";
import { type ApiToken, MOST_TOKENS, TOKEN_STATE_VIEW, type TokenFacts } from "@/lib/domain/api-token/api-token";
import { tokenRow } from "@/lib/domain/api-token/token-row";
import { newTokenId, SECRET_BYTES, tokenText } from "@/lib/domain/api-token/token-text";
import type { MadeToken, MakeTokenInput } from "@/lib/domain/api-token/token-views";
import type { NamedPerson } from "@/lib/domain/approval/approval";
import type { TwoPeopleRule } from "@/lib/domain/approval/two-people";
import { AppError } from "@/lib/domain/errors";
import type { ObjectStore } from "@/lib/ports/object-store";
import { listTokens } from "./list-tokens";
import { beginStanding, readMaker } from "./standings";
import { tokenHash } from "./token-hash";
import { writeTokenFile } from "./token-records";

interface Deps {
  records: ObjectStore;
  twoPeople: TwoPeopleRule;
}

const DAY_MS = 86_400_000;

/**
 * Makes a token. It is in this answer and nowhere else. One of an administrator waits for another administrator where the
 * installation has that rule. Whether the person may give this scope is asked before.
 * @throws AppError api-tokens-too-many, storage-*
 */
export async function makeToken(
  { records, twoPeople }: Deps,
  { name, scope, days }: MakeTokenInput,
  { id: person, login, role }: NamedPerson,
  now: Date,
): Promise<MadeToken> {
  await refuseTooMany(records, { id: person, login, role }, now);
  const id = newTokenId(randomBytes(12));
  const text = tokenText(id, randomBytes(SECRET_BYTES));
  const facts: TokenFacts = {
    ...{ version: 1, id, name, scope },
    made_by: { id: person, login, role },
    made_at: now.toISOString(),
    expires_at: new Date(now.getTime() + days * DAY_MS).toISOString(),
    needs_second: scope === "admin" && twoPeople.acts.includes("admin-tokens"),
  };
  const token: ApiToken = { ...facts, hash: tokenHash(text, facts) };
  // The standing first: without it the token opens nothing.
  await beginStanding(records, person, role, now);
  await writeTokenFile(records, id, "token", token);
  return { token: text, row: tokenRow({ token }, await readMaker(records, person), undefined, now) };
}

async function refuseTooMany(records: ObjectStore, { id, login }: NamedPerson, now: Date): Promise<void> {
  const { tokens } = await listTokens({ records }, now);
  const live = tokens.filter(({ made_by, state }) => made_by.id === id && TOKEN_STATE_VIEW[state].live);
  if (live.length >= MOST_TOKENS) throw new AppError("api-tokens-too-many", { login, count: live.length });
}
