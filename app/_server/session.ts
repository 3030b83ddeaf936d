// Who is asking, and what they may do. Every page and every route handler asks here; pages only explain what it decides.
import "server-only";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { getToken } from "next-auth/jwt";
import { z } from "zod";
import { AppError, hasCode } from "@/lib/domain/errors";
import { ACTION_ROLE, type Action, may, type Role } from "@/lib/domain/role";
import type { Access } from "@/lib/operations/access-decisions";
import { type ConsoleServices, services } from "./services";

export interface Session {
  /** GitHub's number of the account: logins change. */
  id: number;
  login: string;
  name: string;
  role: Role;
}

/** Set by proxy.ts: a layout cannot ask for its own address otherwise. */
const PATH_HEADER = "x-holdfast-path";

const cookieContent = z.object({
  id: z.number(),
  login: z.string(),
  name: z.string(),
  githubToken: z.string(),
  signedInAt: z.number(),
});

/** Who has signed in and what GitHub says of them; undefined for nobody. */
export async function whoIsAsking(): Promise<{ id: number; login: string; name: string; access: Access } | undefined> {
  const { environment, access } = services();
  const jar = (await cookies()).getAll();
  const content = await getToken({
    // next-auth reads cookies and headers only; its type asks for a whole request of the Pages Router.
    req: {
      cookies: Object.fromEntries(jar.map(({ name, value }) => [name, value])),
      headers: Object.fromEntries(await headers()),
    } as unknown as Parameters<typeof getToken>[0]["req"],
    secret: environment.NEXTAUTH_SECRET,
    secureCookie: environment.NEXTAUTH_URL.startsWith("https:"),
  });
  const person = cookieContent.safeParse(content).data;
  if (!person) return undefined;
  const { id, login, name, githubToken: token, signedInAt } = person;
  return { id, login, name, access: await access.of({ login, token }, String(signedInAt), new Date()) };
}

/** @throws AppError not-signed-in, not-allowed, and the refusals of decideAccess */
export async function requireRole(action: Action): Promise<Session> {
  const person = await whoIsAsking();
  if (!person) throw new AppError("not-signed-in");
  const { id, login, name, access } = person;
  if ("refusal" in access) throw access.refusal;
  if (!may(access.role, action))
    throw new AppError("not-allowed", { role: access.role, action, needed: ACTION_ROLE[action] });
  return { id, login, name, role: access.role };
}

/** For pages: sends whoever may not look to the sign-in page, which explains why and comes back to the page. */
export async function pageSession(): Promise<{ session: Session; services: ConsoleServices }> {
  try {
    return { session: await requireRole("view"), services: services() };
  } catch (error) {
    if (hasCode(error, "settings-invalid")) throw error;
    const path = (await headers()).get(PATH_HEADER) ?? "/";
    redirect(`/login?callbackUrl=${encodeURIComponent(path)}`);
  }
}
