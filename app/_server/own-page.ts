// That a change is asked for by a page of this console, opened in the session that asks. Three things say so, each of which
// a browser or a mistake may fail to: the origin, where the browser says the request comes from, and a token that only our
// pages hold. See docs/decisions/0020-a-token-beside-the-origin.md.
import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";
import { AppError } from "@/lib/domain/errors";
import { PAGE_TOKEN_HEADER } from "@/lib/domain/page-token";
import type { ConsoleEnvironment } from "@/lib/env";
import type { Session } from "./session";

type Settings = Pick<ConsoleEnvironment, "NEXTAUTH_URL" | "NEXTAUTH_SECRET">;
type Owner = Pick<Session, "id" | "signedInAt">;

/** What the pages of one session carry: of no use in another one, and gone with the session's secret. */
export const pageToken = ({ NEXTAUTH_SECRET: secrets }: Settings, owner: Owner): string =>
  tokenBy(secrets[0] ?? "", owner);

/** Nothing for what changes nothing. @throws AppError origin-refused, token-refused */
export function refuseForeignPage(request: Request, settings: Settings, owner: Owner): void {
  if (request.method === "GET" || request.method === "HEAD") return;
  refuseForeignOrigin(request, settings.NEXTAUTH_URL);
  const given = request.headers.get(PAGE_TOKEN_HEADER) ?? "";
  // While the secret is exchanged, pages that are open have one of the old.
  if (!settings.NEXTAUTH_SECRET.some((secret) => same(given, tokenBy(secret, owner))))
    throw new AppError("token-refused");
}

/** Browsers send Origin with every request that changes something; one without it did not come from our page. */
export function refuseForeignOrigin({ headers }: Request, ownUrl: string): void {
  const site = headers.get("sec-fetch-site");
  if (headers.get("origin") !== new URL(ownUrl).origin || (site !== null && site !== "same-origin"))
    throw new AppError("origin-refused");
}

/**
 * For what shows or gives out the inside of a backup: another site may neither make it begin nor have it saved to somebody's
 * disk. An address that is typed comes from no site. @throws AppError origin-refused
 */
export function refuseForeignReader({ headers }: Request): void {
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none") throw new AppError("origin-refused");
}

const tokenBy = (secret: string, { id, signedInAt }: Owner) =>
  createHmac("sha256", secret).update(`page token of ${id} since ${signedInAt}`).digest("base64url");

function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
