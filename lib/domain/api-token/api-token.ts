// A token of the API: what is kept of it, and whether it may be used. Each thing that is said of a token is an object of its
// own, written once: the token, another administrator's word, its revocation. Its state is never stored: it follows from these,
// from its maker's standing, and from the clock.
import type { NamedPerson } from "../approval/approval";
import { ofOneDirectory } from "../approval/approval-rules";
import { AppError } from "../errors";
import { directoryOf } from "../person-id";
import { may, type Role } from "../role";
import type { ApiToken, Standing, TokenApproval, TokenRevocation } from "./api-token-schema";

export type { ApiToken, Standing, TokenApproval, TokenRevocation } from "./api-token-schema";

const DAY_MS = 86_400_000;
export const DEFAULT_TOKEN_DAYS = 30;
/** A quarter: whoever has left is forgotten by then. */
export const MOST_TOKEN_DAYS = 90;
/** A maker whom nobody has vouched for in so long counts as gone, until they sign in again. */
export const STANDING_DAYS = 30;
/** When the list begins to say that a token will end. */
const SOON_DAYS = 7;
/** Of one person, that can still be used. */
export const MOST_TOKENS = 20;
/** What the hash is made of, besides the token itself. */
export type TokenFacts = Omit<ApiToken, "hash">;

/** All that is known of a token. */
export interface KnownToken {
  token: ApiToken;
  approval?: TokenApproval;
  revocation?: TokenRevocation;
}

/** All that is known of its maker. */
export interface Maker {
  standing?: Standing;
  /** When they last signed out everywhere, in ms; 0 for never. */
  signedOutAt: number;
}

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

export const TOKEN_STATES = ["waiting", "active", "expiring", "stopped", "expired", "revoked"] as const;
export type TokenState = (typeof TOKEN_STATES)[number];

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

interface TokenStateView {
  label: string;
  indicator: "success" | "warning" | "stopped" | "pending" | "error";
  explanation: string;
  /** It can still be used some day, and so be revoked. */
  live: boolean;
}

export const TOKEN_STATE_VIEW: Record<TokenState, TokenStateView> = {
  waiting: {
    label: "Waiting for a second person",
    indicator: "pending",
    explanation: "Another administrator has to approve it before it opens anything.",
    live: true,
  },
  active: { label: "Active", indicator: "success", explanation: "It can be used.", live: true },
  expiring: {
    label: "Expiring soon",
    indicator: "warning",
    explanation: `It ends within ${SOON_DAYS} days. Make the next one and exchange it.`,
    live: true,
  },
  stopped: {
    label: "Stopped",
    indicator: "error",
    explanation:
      "It is refused because of whoever made it: they signed out everywhere, have no role any more, or were not here for long.",
    live: true,
  },
  expired: { label: "Expired", indicator: "stopped", explanation: "Its time is over. Make a new one.", live: false },
  revoked: {
    label: "Revoked",
    indicator: "stopped",
    explanation: "Somebody ended it. It never opens anything again.",
    live: false,
  },
};
