// Sign-in with GitHub (or GitHub Enterprise Server): only the addresses differ. The session is an encrypted cookie that
// holds who signed in and their own token; what they may do is not in it but asked of GitHub (access-decisions.ts).
import "server-only";
import type { AuthOptions } from "next-auth";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { z } from "zod";
import type { ConsoleEnvironment } from "@/lib/env";
import { AuditedSignIn } from "./audited-sign-in";
import { ownPath } from "./own-path";
import type { ConsoleServices } from "./services";
import { decodeWithAny, IDLE_SECONDS, SESSION_MS } from "./session-cookie";

const profile = z.looseObject({ id: z.number(), login: z.string(), name: z.string().nullish() });
type Profile = z.infer<typeof profile>;

/** Enough to read who they are and which teams they are in, and nothing else. */
const SCOPE = "read:user read:org";

export function authOptions(services: ConsoleServices, headers: Headers): AuthOptions {
  const { environment } = services;
  const told = new AuditedSignIn(services, headers);
  return {
    secret: environment.NEXTAUTH_SECRET[0],
    session: { strategy: "jwt", maxAge: IDLE_SECONDS },
    jwt: { decode: decodeWithAny(environment.NEXTAUTH_SECRET) },
    pages: { signIn: "/login", error: "/login" },
    providers: [githubProvider(environment)],
    callbacks: {
      async signIn({ account, profile: raw }) {
        const { id, login } = profile.parse(raw);
        return (await told.signIn({ id, login, token: account?.access_token ?? "" })) || "/login?error=Audit";
      },
      jwt({ token, account, profile: raw }) {
        // Every answer of its session route is a cookie for another half an hour: what is over stays over.
        if (!account) return Date.now() - Number(token.signedInAt) < SESSION_MS ? token : {};
        const { id, login, name } = profile.parse(raw);
        return {
          sub: token.sub,
          id,
          name: name ?? login,
          login,
          githubToken: account.access_token,
          signedInAt: Date.now(),
        };
      },
      redirect: ({ url, baseUrl }) => `${baseUrl}${ownPath(url, baseUrl)}`,
      // The browser needs no more than the name; role and token never leave the server.
      session: ({ session, token }) => ({ ...session, user: { name: token.name } }),
    },
    events: {
      signOut: ({ token: { id, login } }) => told.signOut({ id, login }),
    },
  };
}

function githubProvider(environment: ConsoleEnvironment): OAuthConfig<Profile> {
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
