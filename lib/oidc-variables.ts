// Signing in with an identity provider besides GitHub: the console's variables for it, and what they come to. docs/sign-in.md.
import { z } from "zod";
import { SIGNING_ALGORITHMS } from "@/lib/domain/oidc-claims";
import type { Role } from "@/lib/domain/role";
import { list, serverUrl, text } from "./env-kinds";

export const oidcVariables = {
  OIDC_ISSUER: serverUrl(
    "issuer of an OpenID Connect provider people may also sign in with, e.g. Okta or Entra",
  ).optional(),
  OIDC_CLIENT_ID: text("client id of the console at that provider").optional(),
  OIDC_CLIENT_SECRET: text("its client secret").optional(),
  OIDC_NAME: text("what the sign-in page calls the provider").default("single sign-on"),
  OIDC_SCOPE: text("scopes that are asked for; Okta gives groups for `groups`").default("openid profile email"),
  OIDC_GROUPS_CLAIM: text("claim that has a person's groups").default("groups"),
  OIDC_SIGNING_ALG: z
    .enum(SIGNING_ALGORITHMS)
    .describe("algorithm the provider signs its ID tokens with; no other is taken")
    .default("RS256"),
  VIEWER_GROUPS: list("groups that may look, comma-separated; * for everybody the provider signs in").default([]),
  OPERATOR_GROUPS: list("groups that may also run and restore").default([]),
  ADMIN_GROUPS: list("groups that may also approve").default([]),
};

export interface OidcSettings {
  /** Without a slash at its end. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  name: string;
  scope: string;
  claim: string;
  algorithm: (typeof SIGNING_ALGORITHMS)[number];
  groups: Record<Role, string[]>;
}

type Variables = z.infer<z.ZodObject<typeof oidcVariables>>;

/** Undefined where people sign in with GitHub only. */
export function oidcSettings(env: Variables): OidcSettings | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = env;
  if (!issuer || !clientId || !clientSecret) return undefined;
  return {
    ...{ issuer, clientId, clientSecret },
    name: env.OIDC_NAME,
    scope: env.OIDC_SCOPE,
    claim: env.OIDC_GROUPS_CLAIM,
    algorithm: env.OIDC_SIGNING_ALG,
    groups: { viewer: env.VIEWER_GROUPS, operator: env.OPERATOR_GROUPS, admin: env.ADMIN_GROUPS },
  };
}
