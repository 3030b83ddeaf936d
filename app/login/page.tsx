import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { services } from "@/app/_server/services";
import { whoIsAsking } from "@/app/_server/session";
import { LoginScreen } from "@/components/login/login-screen";

export const metadata: Metadata = { title: "Sign in" };

interface PageProps {
  searchParams: Promise<{ callbackUrl?: string | string[]; error?: string | string[] }>;
}

export default async function LoginPage({ searchParams }: PageProps) {
  const { callbackUrl, error } = await searchParams;
  const target = ownPath(callbackUrl, services().environment.NEXTAUTH_URL);
  const person = await whoIsAsking();
  if (person && "role" in person.access) redirect(target);
  const refusal = person && "refusal" in person.access ? person.access.refusal : undefined;
  return (
    <LoginScreen
      callbackUrl={target}
      environment={services().environment.ENVIRONMENT_NAME}
      githubHost={new URL(services().environment.GITHUB_SERVER_URL).host}
      failed={error === "Audit" ? "audit" : typeof error === "string" ? "github" : undefined}
      refused={person && refusal && { login: person.login, message: refusal.message, hint: refusal.hint }}
    />
  );
}

/** Only a page of this console: whatever else an address asks for, one ends up on the overview. */
function ownPath(wanted: string | string[] | undefined, ownUrl: string): string {
  if (typeof wanted !== "string") return "/";
  const own = new URL(ownUrl);
  const url = URL.canParse(wanted, own) ? new URL(wanted, own) : own;
  return url.origin === own.origin && !url.pathname.startsWith("/login") ? url.pathname + url.search : "/";
}
