import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { ownPath } from "@/app/_server/own-path";
import { services } from "@/app/_server/services";
import { whoIsAsking } from "@/app/_server/session";
import { LoginScreen, type SignInFailure, type SignInProvider } from "@/components/login/login-screen";
import type { ConsoleEnvironment } from "@/lib/env";
import { oidcSettings } from "@/lib/oidc-variables";

export const metadata: Metadata = { title: "Sign in" };

/** By the words that auth-options.ts and sign-in-door.ts put into the address; the other words are next-auth's. */
const FAILURES: Readonly<Record<string, SignInFailure>> = { Audit: "audit", TooMany: "too-many" };

interface PageProps {
  searchParams: Promise<{ callbackUrl?: string | string[]; error?: string | string[] }>;
}

export default async function LoginPage({ searchParams }: PageProps) {
  const { callbackUrl, error } = await searchParams;
  const wanted = ownPath(callbackUrl, services().environment.NEXTAUTH_URL);
  const target = wanted.startsWith("/login") ? "/" : wanted;
  const person = await whoIsAsking();
  if (person && "role" in person.access) redirect(target);
  const refusal = person && "refusal" in person.access ? person.access.refusal : undefined;
  return (
    <LoginScreen
      callbackUrl={target}
      environment={services().environment.ENVIRONMENT_NAME}
      providers={providersOf(services().environment)}
      failed={typeof error === "string" ? (FAILURES[error] ?? "provider") : undefined}
      refused={
        person &&
        refusal && {
          login: person.login,
          message: refusal.message,
          hint: refusal.hint,
          provider: typeof person.id === "number" ? "github" : "oidc",
        }
      }
    />
  );
}

/** As auth-options.ts knows them. */
function providersOf(environment: ConsoleEnvironment): SignInProvider[] {
  const oidc = oidcSettings(environment);
  return [
    { id: "github", name: "GitHub", host: new URL(environment.GITHUB_SERVER_URL).host },
    ...(oidc ? [{ id: "oidc", name: oidc.name, host: new URL(oidc.issuer).host }] : []),
  ];
}
