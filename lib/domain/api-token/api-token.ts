// A token of the API: what is kept of it, and how it stands. Each thing that is said of a token is an object of its
// own, written once: the token, another administrator's word, its revocation. Its state is never stored: it follows from these,
// from its maker's standing, and from the clock.
import type { ApiToken, Standing, TokenApproval, TokenRevocation } from "./api-token-schema";

export type { ApiToken, Standing, TokenApproval, TokenRevocation } from "./api-token-schema";

export const DEFAULT_TOKEN_DAYS = 30;
/** A quarter: whoever has left is forgotten by then. */
export const MOST_TOKEN_DAYS = 90;
/** A maker whom nobody has vouched for in so long counts as gone, until they sign in again. */
export const STANDING_DAYS = 30;
/** When the list begins to say that a token will end. */
export const SOON_DAYS = 7;
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

export const TOKEN_STATES = ["waiting", "active", "expiring", "stopped", "expired", "revoked"] as const;
export type TokenState = (typeof TOKEN_STATES)[number];

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
