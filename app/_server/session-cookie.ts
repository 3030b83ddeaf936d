// The session is an encrypted cookie. It ends half an hour after the person last did something, and eight hours after the
// sign-in whatever they do.
import "server-only";
import { cookies, headers } from "next/headers";
import { decode, getToken, type JWT, type JWTDecodeParams } from "next-auth/jwt";
import { z } from "zod";
import { toldGroups } from "@/lib/domain/oidc-claims";
import { personId } from "@/lib/domain/person-id-schema";
import type { ConsoleEnvironment } from "@/lib/env";

/** A night at the console is eight hours; a stolen cookie is worth no more than that. */
export const SESSION_MS = 8 * 3600_000;
/** Whoever goes away leaves no open console behind. */
export const IDLE_SECONDS = 30 * 60;

const anybody = { login: z.string(), name: z.string(), signedInAt: z.number() };
const ofGithub = z.object({ ...anybody, id: z.number(), githubToken: z.string() });
const ofDirectory = z.object({
  ...anybody,
  id: personId,
  subject: z.string(),
  directoryToken: z.string(),
  /** Of their groups at the sign-in, those that mean something here. */
  groups: toldGroups,
});
/** Who signed in, and their own token of whoever vouches for them. */
export const sessionContent = z.union([ofGithub, ofDirectory]);
export type SessionContent = z.infer<typeof sessionContent>;

/** What the request's cookie says, where it is ours and not over. */
export async function readSessionCookie(
  { NEXTAUTH_SECRET: secrets, NEXTAUTH_URL: url }: ConsoleEnvironment,
  now: Date,
): Promise<SessionContent | undefined> {
  const jar = (await cookies()).getAll();
  const token = await getToken({
    // next-auth reads cookies and headers only; its type asks for a whole request of the Pages Router.
    req: {
      cookies: Object.fromEntries(jar.map(({ name, value }) => [name, value])),
      headers: Object.fromEntries(await headers()),
    } as unknown as Parameters<typeof getToken>[0]["req"],
    secret: secrets[0],
    secureCookie: url.startsWith("https:"),
    decode: decodeWithAny(secrets),
  });
  const found = sessionContent.safeParse(token).data;
  return found && now.getTime() - found.signedInAt < SESSION_MS ? found : undefined;
}

/** With the secret that is valid now, or the one before it: exchanging it signs nobody out. */
export const decodeWithAny =
  (secrets: readonly string[]) =>
  async (params: JWTDecodeParams): Promise<JWT | null> => {
    for (const secret of secrets.slice(0, -1)) {
      try {
        return await decode({ ...params, secret });
      } catch {
        // Made with another one: the next may open it.
      }
    }
    return decode({ ...params, secret: secrets.at(-1) ?? "" });
  };
