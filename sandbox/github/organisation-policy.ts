import { z } from "zod";
import { sameName } from "./repository-names";

const VISIBILITIES = ["public", "private", "internal"] as const;
export type Visibility = (typeof VISIBILITIES)[number];

const pattern = z.string().refine(isRegularExpression, "must be a regular expression");

/**
 * What an organisation's owners decided, and Apps are held to like everybody. Adjustable with
 * `POST /_sandbox/organisations`.
 */
export const organisationPolicySchema = z.strictObject({
  /** An enterprise owns it: repositories can be internal. */
  enterprise: z.boolean(),
  /** What others than owners may create. */
  mayCreate: z.array(z.enum(VISIBILITIES)),
  /** Refs, by their full name, that take no push while the ruleset is active; `violation` is GitHub's sentence for it. */
  rulesets: z.array(
    z.strictObject({
      name: z.string(),
      pattern,
      violation: z.string().default("Cannot create ref due to creations being restricted."),
      enforcement: z.enum(["active", "evaluate", "disabled"]).default("active"),
    }),
  ),
  /** What push protection takes for a secret; understood by JavaScript and by `git log -G` alike. */
  secrets: z.array(z.strictObject({ name: z.string(), pattern })),
});

export type OrganisationPolicy = z.infer<typeof organisationPolicySchema>;

export function defaultPolicy(): OrganisationPolicy {
  return { enterprise: false, mayCreate: [...VISIBILITIES], rulesets: [], secrets: [] };
}

interface WithOrganisations {
  state: { organisations: readonly { login: string; policy?: OrganisationPolicy }[] };
}

/** The policy of the organisation called `login`. */
export function policyOf({ state }: WithOrganisations, login: string): OrganisationPolicy {
  return state.organisations.find((each) => sameName(each.login, login))?.policy ?? defaultPolicy();
}

function isRegularExpression(source: string): boolean {
  try {
    return Boolean(new RegExp(source));
  } catch {
    return false;
  }
}
