// Who is asking, and what they may do. Every page and every route handler asks here; pages only explain what it decides.
import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { TokenScope } from "@/lib/domain/api-token/token-scope";
import type { TokenId } from "@/lib/domain/api-token/token-text";
import { personName } from "@/lib/domain/audit/audit-entry";
import { AppError, hasCode } from "@/lib/domain/errors";
import type { PersonId } from "@/lib/domain/person-id";
import { ACTION_ROLE, type Action, may, type Role } from "@/lib/domain/role";
import type { Access } from "@/lib/operations/access-decisions";
import { type ConsoleServices, services } from "./services";
import { readSessionCookie } from "./session-cookie";

export interface Session {
  id: PersonId;
  login: string;
  name: string;
  role: Role;
  /** In ms. With `id` it tells one session from another. */
  signedInAt: number;
  /** Where it is no session but a token of theirs. */
  token?: { id: TokenId; name: string; scope: TokenScope };
}

type Asking = Omit<Session, "role"> & { access: Access };

/** Set by proxy.ts: a layout cannot ask for its own address otherwise. */
const PATH_HEADER = "x-holdfast-path";

/** Who has signed in and what whoever vouches for them says of them; undefined for nobody. */
export async function whoIsAsking({ fresh = false } = {}): Promise<Asking | undefined> {
  const { environment, access, signOuts } = services();
  const now = new Date();
  const person = await readSessionCookie(environment, now);
  if (!person || (await signOuts.isOver(person.id, person.signedInAt, now))) return undefined;
  const { id, login, name, signedInAt } = person;
  const decided = await access.of(person, `${id} ${signedInAt}`, now, fresh);
  return { id, login, name, signedInAt, access: decided };
}

/** @throws AppError not-signed-in, not-allowed, and the refusals of decideAccess */
export async function requireRole(action: Action, how: { fresh?: boolean } = {}): Promise<Session> {
  const person = await whoIsAsking(how);
  if (!person) throw new AppError("not-signed-in");
  const { access, ...known } = person;
  if ("refusal" in access) throw access.refusal;
  if (!may(access.role, action))
    throw new AppError("not-allowed", { role: access.role, action, needed: ACTION_ROLE[action] });
  return { ...known, role: access.role };
}

/** As lists and records name whoever did something. */
export const nameOf = (session: Session): string => personName(session);

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
