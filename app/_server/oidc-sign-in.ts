// Sign-in with an OpenID Connect provider. The ID token's signature, algorithm, issuer, audience, nonce and time are checked
// where it arrives (openid-client, by next-auth); here is what is asked for, and who it says somebody is.
import "server-only";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { AppError } from "@/lib/domain/errors";
import { displayName, groupsIn, loginOf, type OidcClaims, oidcClaims } from "@/lib/domain/oidc-claims";
import { personIdAt } from "@/lib/domain/person-id-schema";
import type { OidcSettings } from "@/lib/oidc-variables";
import { meaningful } from "@/lib/operations/decide-by-groups";
import type { SessionContent } from "./session-cookie";

/** @throws AppError directory-answer when the token is of another issuer than the configured one, whatever its discovery says */
export function oidcPerson(settings: OidcSettings, raw: unknown, token: string, signedInAt: number): SessionContent {
  const { issuer, claim } = settings;
  const claims = oidcClaims.parse(raw);
  if (claims.iss?.replace(/\/+$/, "") !== issuer)
    throw new AppError("directory-answer", { issuer, detail: "its ID token is of another issuer" });
  const login = loginOf(claims, new URL(issuer).host);
  return {
    id: personIdAt(issuer, claims.sub),
    ...{ login, name: displayName(claims) ?? login, signedInAt },
    subject: claims.sub,
    directoryToken: token,
    groups: meaningful(groupsIn(claims, claim), settings),
  };
}

export function oidcProvider(settings: OidcSettings): OAuthConfig<OidcClaims> {
  const { issuer, clientId, clientSecret, name, scope, algorithm } = settings;
  return {
    ...{ id: "oidc", name, type: "oauth", clientId, clientSecret },
    wellKnown: `${issuer}/.well-known/openid-configuration`,
    authorization: { params: { scope } },
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    client: { id_token_signed_response_alg: algorithm },
    profile: (claims) => ({ id: claims.sub, name: displayName(claims) ?? null }),
  };
}
