// Who signs in by whom, and what the session holds: who they are and their own token. The session is an encrypted cookie; what
// they may do is not in it but asked of whoever vouches for them (access-decisions.ts).
import "server-only";
import type { Account, AuthOptions } from "next-auth";
import type { ConsoleEnvironment } from "@/lib/env";
import { oidcSettings } from "@/lib/oidc-variables";
import { AuditedSignIn } from "./audited-sign-in";
import { githubPerson, githubProvider } from "./github-sign-in";
import { oidcPerson, oidcProvider } from "./oidc-sign-in";
import { ownPath } from "./own-path";
import type { ConsoleServices } from "./services";
import { decodeWithAny, IDLE_SECONDS, SESSION_MS, type SessionContent } from "./session-cookie";

export function authOptions(services: ConsoleServices, headers: Headers): AuthOptions {
  const { environment } = services;
  const told = new AuditedSignIn(services, headers);
  return {
    secret: environment.NEXTAUTH_SECRET[0],
    session: { strategy: "jwt", maxAge: IDLE_SECONDS },
    jwt: { decode: decodeWithAny(environment.NEXTAUTH_SECRET) },
    pages: { signIn: "/login", error: "/login" },
    providers: providersOf(environment),
    callbacks: {
      async signIn({ account, profile }) {
        const person = told.recognised(() => whoIs(environment, account, profile));
        if (!person) return "/login?error=Callback";
        return (await told.signIn(person)) || "/login?error=Audit";
      },
      jwt({ token, account, profile }) {
        // Every answer of its session route is a cookie for another half an hour: what is over stays over.
        if (!account) return Date.now() - Number(token.signedInAt) < SESSION_MS ? token : {};
        return { sub: token.sub, ...whoIs(environment, account, profile) };
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

/** GitHub's first. */
function providersOf(environment: ConsoleEnvironment): AuthOptions["providers"] {
  const oidc = oidcSettings(environment);
  return [githubProvider(environment), ...(oidc ? [oidcProvider(oidc)] : [])];
}

function whoIs(environment: ConsoleEnvironment, account: Account | null, profile: unknown): SessionContent {
  const now = Date.now();
  const oidc = oidcSettings(environment);
  const token = account?.access_token ?? "";
  return oidc && account?.provider === "oidc"
    ? oidcPerson(oidc, profile, token, now)
    : githubPerson(profile, token, now);
}
