// What one person alone may not do, where an installation says so. A further act is a line in NEEDS and in ACT_VIEW, and the
// call of useApproval where it is begun.
import { formatNumber } from "../format";
import type { RestorePlan } from "../restore-plan";

export const TWO_PEOPLE_ACTS = ["bulk-restore", "public-visibility", "admin-tokens"] as const;
export type TwoPeopleAct = (typeof TWO_PEOPLE_ACTS)[number];

export interface TwoPeopleRule {
  /** None: whoever may do a thing does it alone. */
  acts: readonly TwoPeopleAct[];
  /** A restore that makes so many repositories is a bulk one. */
  bulkFrom: number;
  /** How long a request may be approved, and what it asks for be started. */
  hours: number;
}

/** More than one is many: the most careful reading, and one repository at three in the morning needs nobody else. */
export const DEFAULT_BULK_FROM = 2;
/** Long enough for a colleague in another time zone, short enough that nothing agreed on is forgotten. */
export const DEFAULT_APPROVAL_HOURS = 24;
/** A week: the longest that an installation may set. */
export const MOST_APPROVAL_HOURS = 168;

export const NOBODY_ELSE: TwoPeopleRule = { acts: [], bulkFrom: DEFAULT_BULK_FROM, hours: DEFAULT_APPROVAL_HOURS };

type Planned = Pick<RestorePlan, "request" | "items">;

const NEEDS: Record<TwoPeopleAct, (plan: Planned, rule: TwoPeopleRule) => boolean> = {
  "bulk-restore": ({ request: { kind }, items }, { bulkFrom }) =>
    (kind === "batch" || kind === "repository") && items.length >= bulkFrom,
  "public-visibility": ({ request }) =>
    request.kind === "rearm" && request.change.action === "set-visibility" && request.change.visibility === "public",
  // No plan: what is agreed on is the token itself, see api-token.ts.
  "admin-tokens": () => false,
};

export const ACT_VIEW: Record<TwoPeopleAct, { label: string; meaning: (rule: TwoPeopleRule) => string }> = {
  "bulk-restore": {
    label: "Bulk restore",
    meaning: ({ bulkFrom }) =>
      bulkFrom === 1
        ? "every restore into a new repository"
        : `restores of ${formatNumber(bulkFrom)} repositories or more`,
  },
  "public-visibility": { label: "Public visibility", meaning: () => "making a restored repository public" },
  "admin-tokens": { label: "Admin tokens", meaning: () => "API tokens with the scope admin" },
};

/** What of this needs a second person; undefined where one is enough. A check of a plan changes nothing and needs nobody. */
export function twoPeopleFor(rule: TwoPeopleRule, plan: Planned): TwoPeopleAct | undefined {
  return rule.acts.find((act) => NEEDS[act](plan, rule));
}

/** In words, for people: `restores of 2 repositories or more, making a restored repository public`. */
export const ruleInWords = (rule: TwoPeopleRule): string =>
  rule.acts.map((act) => ACT_VIEW[act].meaning(rule)).join("; ");
