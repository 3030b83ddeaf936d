// One wrapper for every API handler: who asks, whether they may, where the request comes from, whether its input is right,
// the audit trail, and errors as JSON. A handler is then one call of one operation.
import "server-only";
import type { NextRequest } from "next/server";
import type { z } from "zod";
import type { AuditSubject } from "@/lib/domain/audit/audit-entry";
import type { Act, Action } from "@/lib/domain/role";
import { answering, type Context, type Handler } from "./answering";
import { Audited } from "./audited";
import { bySession, type Door, type OpenDoor } from "./door";
import { bodyOf, check, queryOf } from "./request-input";
import { type ConsoleServices, services } from "./services";
import type { Session } from "./session";
import { byToken } from "./token-door";

interface RouteSpec<I> {
  action: Action;
  /** Path parameters, query and JSON body together must satisfy it; a path parameter wins over the others. */
  input: z.ZodType<I>;
}

interface RouteCall<I> {
  input: I;
  session: Session;
  services: ConsoleServices;
  now: Date;
}

interface ActSpec<I, R> {
  action: Act | ((input: I) => Act);
  /** What has to be allowed besides, where something has to be read to know it. */
  besides?: (call: RouteCall<I>) => Promise<Act>;
  input: z.ZodType<I>;
  /** The role is asked of GitHub at this moment, and not taken from minutes ago. */
  fresh?: boolean;
  /** What the act is about, before it is done. */
  about: (input: I) => AuditSubject;
  /** What of that has to be read. */
  more?: (call: RouteCall<I>) => Promise<AuditSubject>;
  /** What is known of it when it is done. */
  done?: (result: R) => AuditSubject;
}

/** What Next.js calls; `byToken` is the same for whoever comes with a token, and only app/api/v1 calls it. */
export interface ApiHandler extends Handler {
  byToken: Handler;
  action: Action | ((input: never) => Act);
  input: z.ZodType;
}

type Come = (door: Door, request: NextRequest, context: Context, reference: string) => Promise<unknown>;

/** For what changes nothing. `run` returns what is sent as JSON, or a whole Response. */
export function route<I>(spec: RouteSpec<I>, run: (call: RouteCall<I>) => Promise<unknown>): ApiHandler {
  return throughDoors(spec, async (door, request, context) => {
    const session = await door.require(spec.action);
    door.refuseForeign(session);
    const input = check(spec.input, await rawInput(request, context));
    return run({ input, session, services: services(), now: new Date() });
  });
}

/** For what is done: told in the audit trail before and after. What cannot be told there is not done. */
export function act<I, R>(spec: ActSpec<I, R>, run: (call: RouteCall<I>) => Promise<R>): ApiHandler {
  return throughDoors(spec, async (door, request, context, reference) => {
    const wired = services();
    const audited = new Audited(wired.audit, door, request.headers, reference);
    const asking = await door.require("view");
    await audited.refusing(asking, () => {
      // First, so that another site cannot use up what somebody may do.
      door.refuseForeign(asking);
      wired.limits.acts.count(door.countedAs(asking), new Date());
    });
    const input = check(spec.input, await rawInput(request, context));
    const first = typeof spec.action === "string" ? spec.action : spec.action(input);
    const about = spec.about(input);
    const session = await audited.role(first, about, { fresh: spec.fresh });
    const call = { input, session, services: wired, now: new Date() };
    const action = (await spec.besides?.(call)) ?? first;
    if (action !== first) await audited.role(action, about, { fresh: spec.fresh });
    const subject = { ...about, ...(await spec.more?.(call)) };
    // Whoever did something looks at what came of it next.
    const doing = audited.act({ session, action, subject, done: spec.done }, () => run(call));
    return doing.finally(() => wired.shared.forget());
  });
}

/** A handler that people come to by a session and scripts by a token. */
export function throughDoors({ action, input }: Pick<ApiHandler, "action" | "input">, come: Come): ApiHandler {
  const through = (open: OpenDoor) =>
    answering((request, context, reference) => come(open(request, services()), request, context, reference));
  return Object.assign(through(bySession), { byToken: through(byToken), action, input });
}

async function rawInput(request: NextRequest, context: Context): Promise<object> {
  return { ...queryOf(request), ...(await bodyOf(request)), ...(await context.params) };
}
