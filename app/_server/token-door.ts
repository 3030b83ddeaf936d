// A request with a token of the API, in its Authorization header. A browser never sends one by itself: so nothing is asked of
// its origin, and no page's token. Who comes with a session as well is refused, for it has to be clear who asks.
import "server-only";
import type { NextRequest } from "next/server";
import type { ApiToken } from "@/lib/domain/api-token/api-token";
import { isForPeople, scopeFor } from "@/lib/domain/api-token/token-scope";
import { AppError } from "@/lib/domain/errors";
import { networkOf } from "@/lib/domain/network-of";
import { type Action, may, type Role } from "@/lib/domain/role";
import { recogniseToken } from "@/lib/operations/api-tokens/recognise-token";
import { addressOf, tellOnce } from "./audited";
import type { Door, OpenDoor } from "./door";
import type { ConsoleServices } from "./services";
import type { Session } from "./session";

const BEARER = /^bearer +(\S{1,200}) *$/i;
/** next-auth's, on https and elsewhere; a large one comes in numbered parts. */
const SESSION_COOKIE = /(?:^|; *)(?:__Secure-)?next-auth\.session-token(?:\.\d+)?=/;
/** Behind a load balancer there is always one. */
const WITHOUT_ADDRESS = "none";

export const byToken: OpenDoor = (request, services) => {
  let asked: Promise<Session> | undefined;
  const comes = () => {
    asked ??= tokenHolder(request, services);
    return asked;
  };
  return {
    async require(action) {
      const session = await comes();
      refuseBeyond(session, action);
      return session;
    },
    who: () => comes().catch(() => undefined),
    refuseForeign: () => undefined,
    refuseForeignReader: () => undefined,
    countedAs: ({ token }) => `token ${token?.id}`,
  } satisfies Door;
};

/** The token's maker, with no more of their role than the token has. @throws AppError */
async function tokenHolder(request: NextRequest, services: ConsoleServices): Promise<Session> {
  const { headers } = request;
  const [, text] = BEARER.exec(headers.get("authorization") ?? "") ?? [];
  if (SESSION_COOKIE.test(headers.get("cookie") ?? "") && headers.has("authorization"))
    throw new AppError("two-credentials");
  if (!text) throw new AppError("api-token-missing");
  const now = new Date();
  // Before anything is read for it.
  services.limits.lookups.count(networkOf(addressOf(headers) ?? WITHOUT_ADDRESS), now);
  const used = await recogniseToken(services.records, text, now);
  if ("refusal" in used) {
    await tellRefusal(services, headers, used.token, used.refusal);
    throw used.refusal;
  }
  const { token, role } = used;
  services.limits.tokens.count(token.id, now);
  void services.tokenUses.note(token.id, now);
  return sessionOf(token, role);
}

const sessionOf = ({ id, name, scope, made_by, made_at }: ApiToken, role: Role): Session => ({
  ...{ id: made_by.id, login: made_by.login, name: made_by.login, role, signedInAt: Date.parse(made_at) },
  token: { id, name, scope },
});

/** @throws AppError api-token-not-here, api-token-scope */
function refuseBeyond({ role, token }: Session, action: Action): void {
  if (isForPeople(action)) throw new AppError("api-token-not-here", { action });
  if (!may(role, action))
    throw new AppError("api-token-scope", { scope: token?.scope, role, action, needed: scopeFor(action) });
}

/** A script that was forgotten asks again and again: one line a day says so. */
const tellRefusal = (
  services: ConsoleServices,
  headers: Headers,
  { id, name, made_by }: ApiToken,
  { code, message }: AppError,
) =>
  tellOnce(services.audit, headers, `${id} ${code}`, {
    action: "use an API token",
    actor: { kind: "person", id: made_by.id, login: made_by.login, token: { id, name } },
    result: "refused",
    code,
    detail: message,
  });
