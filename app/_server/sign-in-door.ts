// The door before next-auth: what of it this console uses, from whom, how much and how often. Sign-ins themselves are told
// in the audit trail by its callbacks (auth-options.ts).
import "server-only";
import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { z } from "zod";
import { AppError } from "@/lib/domain/errors";
import { networkOf } from "@/lib/domain/network-of";
import { answering, type Handler } from "./answering";
import { addressOf } from "./audited";
import { authOptions } from "./auth-options";
import { refuseForeignOrigin } from "./own-page";
import { bodyOf, check, queryOf } from "./request-input";
import { services } from "./services";

/** Nobody else is behind the load balancer, which always says who asks. */
const WITHOUT_ADDRESS = "none";

const short = z.string().max(4096);
/** next-auth puts an error's name into a header, which takes nothing else; OAuth's names have nothing else (RFC 6749, 4.1.2.1). */
const printable = z.string().regex(/^[ -~]*$/);
const asked = z.object({ nextauth: z.tuple([printable.max(20)], printable.max(20)) });
/** What GitHub or an identity provider sends a browser back with, or next-auth itself. */
const query = z.record(z.string().max(100), short).and(z.looseObject({ error: printable.optional() }));
const body = z.object({ csrfToken: short, callbackUrl: short.optional(), json: z.literal("true") });

/** `counted`: against the limit of the address. Each of them costs a request to the provider, or a line in the trail. */
const DOORS: Record<string, { counted: boolean }> = {
  "GET csrf": { counted: false },
  "GET session": { counted: false },
  // Where next-auth leads by itself when a sign-in fails; both lead on to our own page.
  "GET error": { counted: false },
  "GET signin": { counted: false },
  "GET callback": { counted: true },
  "POST signin": { counted: true },
  "POST signout": { counted: true },
};

const answer = answering(async (request, context) => {
  const wired = services();
  const { nextauth } = check(asked, await context.params);
  const [action] = nextauth;
  const door = DOORS[`${request.method} ${action}`];
  if (!door) throw new AppError("not-found", { what: "this address" });
  // First, so that another site cannot use up what may be asked from somebody's address.
  if (request.method === "POST") refuseForeignOrigin(request, wired.environment.NEXTAUTH_URL);
  if (door.counted) wired.limits.signIns.count(networkOf(addressOf(request.headers) ?? WITHOUT_ADDRESS), new Date());
  check(query, queryOf(request));
  const init = { method: request.method, headers: request.headers };
  // Built anew, for next-auth would read a body of any size and kind.
  const checked =
    request.method === "POST" ? { ...init, body: JSON.stringify(check(body, await bodyOf(request))) } : init;
  // Its options are made per request, for the settings are read at run time and not at build time.
  return NextAuth(new NextRequest(request.url, checked), { params: { nextauth } }, authOptions(wired, request.headers));
});

export const signInDoor: Handler = async (request, context) => {
  const answered = await answer(request, context);
  // A browser on its way back from a sign-in shows a page and no JSON.
  if (answered.status === 429 && request.method === "GET")
    answered.headers.set("refresh", "0; url=/login?error=TooMany");
  return answered;
};
