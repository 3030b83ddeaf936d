// What an identity provider says of somebody, in an ID token or from its userinfo endpoint.
import { z } from "zod";

/** Of ID tokens. Asymmetric ones alone: with a shared secret, or none at all, somebody else could have signed. */
export const SIGNING_ALGORITHMS = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "EdDSA",
] as const;

/** As OpenID Connect Core 1.0, 5.1, and of distributed claims (5.6.2) the names of those that stand elsewhere. */
export const oidcClaims = z.looseObject({
  sub: z.string().min(1).max(255),
  iss: z.string().optional(),
  name: z.string().nullish(),
  preferred_username: z.string().nullish(),
  email: z.string().nullish(),
  _claim_names: z.record(z.string(), z.unknown()).nullish(),
});
export type OidcClaims = z.infer<typeof oidcClaims>;

/**
 * `told`: these groups, of which there may be none. `elsewhere`: too many to be told (Entra leaves them out of tokens over 200 and
 * names a place of its own instead). `silent`: the claim is not there at all.
 */
export const toldGroups = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("told"), groups: z.array(z.string()) }),
  z.object({ kind: z.literal("elsewhere") }),
  z.object({ kind: z.literal("silent") }),
]);
export type ToldGroups = z.infer<typeof toldGroups>;

export function groupsIn(claims: OidcClaims, claim: string): ToldGroups {
  const value = claims[claim];
  if (typeof value === "string") return { kind: "told", groups: [value] };
  if (Array.isArray(value)) return { kind: "told", groups: value.filter((each) => typeof each === "string") };
  return Object.hasOwn(claims._claim_names ?? {}, claim) ? { kind: "elsewhere" } : { kind: "silent" };
}

const LONGEST = 100;

/**
 * What somebody is called. There is always an `@` in it, which GitHub's logins never have: whoever may choose a name for himself at
 * the provider is not taken for somebody of GitHub.
 */
export function loginOf({ preferred_username: username, email, sub }: OidcClaims, issuerHost: string): string {
  const chosen = plain(username) || plain(email) || plain(sub);
  return chosen.includes("@") ? chosen : `${chosen}@${issuerHost}`;
}

export const displayName = (claims: OidcClaims): string | undefined => plain(claims.name) || undefined;

/** Nothing that turns a line of a log or a table around. */
const plain = (text: string | null | undefined) =>
  (text ?? "")
    .replace(/[\p{C}\p{Z}]+/gu, " ")
    .trim()
    .slice(0, LONGEST);
