// Sign-in with GitHub (or GitHub Enterprise Server): only the addresses differ.
import "server-only";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { z } from "zod";
import type { ConsoleEnvironment } from "@/lib/env";
import type { SessionContent } from "./session-cookie";

const profile = z.looseObject({ id: z.number(), login: z.string(), name: z.string().nullish() });
type Profile = z.infer<typeof profile>;

/** Enough to read who they are and which teams they are in, and nothing else. */
const SCOPE = "read:user read:org";

export function githubPerson(raw: unknown, githubToken: string, signedInAt: number): SessionContent {
  const { id, login, name } = profile.parse(raw);
  return { id, login, name: name ?? login, githubToken, signedInAt };
}

export function githubProvider(environment: ConsoleEnvironment): OAuthConfig<Profile> {
  const { GITHUB_SERVER_URL: server, GITHUB_API_URL: api } = environment;
  return {
    id: "github",
    name: "GitHub",
    type: "oauth",
    checks: ["pkce", "state"],
    issuer: `${server}/login/oauth`,
    authorization: { url: `${server}/login/oauth/authorize`, params: { scope: SCOPE } },
    token: `${server}/login/oauth/access_token`,
    userinfo: `${api}/user`,
    clientId: environment.GITHUB_OAUTH_CLIENT_ID,
    clientSecret: environment.GITHUB_OAUTH_CLIENT_SECRET,
    profile: ({ id, login, name }) => ({ id: String(id), name: name ?? login }),
  };
}
