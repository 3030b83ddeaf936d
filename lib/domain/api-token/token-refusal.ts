// Whether a token may be used, and who may approve it.
import type { NamedPerson } from "../approval/approval";
import { ofOneDirectory } from "../approval/waiting";
import { AppError } from "../errors";
import { directoryOf } from "../person-id";
import { may, type Role } from "../role";
import {
  type ApiToken,
  type KnownToken,
  type Maker,
  SOON_DAYS,
  STANDING_DAYS,
  type TokenApproval,
  type TokenState,
} from "./api-token";

const DAY_MS = 86_400_000;

/** Why it may not be used, whoever sends it; undefined when it may. */
export function tokenRefusal(
  { token, approval, revocation }: KnownToken,
  maker: Maker,
  now: Date,
): AppError | undefined {
  const { name } = token;
  if (revocation) return new AppError("api-token-revoked", { name, login: revocation.by.login, at: revocation.at });
  if (now.getTime() >= Date.parse(token.expires_at))
    return new AppError("api-token-expired", { name, at: token.expires_at });
  if (token.needs_second && !(approval && isSound(token, approval))) return new AppError("api-token-waiting", { name });
  const why = flawOfMaker(token, maker, now);
  return why === undefined ? undefined : new AppError("api-token-maker", { name, why });
}

/** The role it has by its maker, now. */
export const makersRole = ({ standing }: Maker): Role | undefined =>
  standing && standing.role !== "none" ? standing.role : undefined;

function flawOfMaker({ made_by: { login }, made_at }: ApiToken, maker: Maker, now: Date): string | undefined {
  // To the millisecond of a record that another machine may have written.
  if (maker.signedOutAt >= Date.parse(made_at)) return `${login} has signed out everywhere since it was made`;
  if (!maker.standing || makersRole(maker) === undefined) return `${login} has no role here any more`;
  // Counted from the end of that day: the standing has no time.
  if (now.getTime() - Date.parse(maker.standing.day) > (STANDING_DAYS + 1) * DAY_MS)
    return `${login} has not been here for more than ${STANDING_DAYS} days, so nobody can say that they still may`;
  return undefined;
}

/** Another administrator's word on this very token. */
const isSound = (token: ApiToken, { hash, by }: TokenApproval): boolean =>
  hash === token.hash && secondRefusal(token, by) === undefined;

/** Why this person cannot be the second one for a token; undefined where they can. */
export function secondRefusal({ id, name, made_by }: ApiToken, person: NamedPerson): AppError | undefined {
  if (person.id === made_by.id) return new AppError("api-token-own", { name });
  if (!ofOneDirectory(person, made_by))
    return new AppError("approval-other-directory", { id, directory: directoryOf(made_by.id) });
  if (may(person.role, "approve an API token")) return undefined;
  return new AppError("not-allowed", { role: person.role, action: "approve an API token", needed: "admin" });
}

export function tokenState(known: KnownToken, maker: Maker, now: Date): TokenState {
  const refusal = tokenRefusal(known, maker, now);
  if (!refusal) return Date.parse(known.token.expires_at) - now.getTime() < SOON_DAYS * DAY_MS ? "expiring" : "active";
  switch (refusal.code) {
    case "api-token-revoked":
      return "revoked";
    case "api-token-expired":
      return "expired";
    case "api-token-waiting":
      return "waiting";
    default:
      return "stopped";
  }
}
