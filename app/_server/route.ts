// One wrapper for every API handler: who asks, whether they may, where the request comes from, whether its input is right,
// and errors as JSON. A handler is then one call of one operation.
import "server-only";
import type { NextRequest } from "next/server";
import type { z } from "zod";
import { AppError, asAppError } from "@/lib/domain/errors";
import type { Action } from "@/lib/domain/role";
import { countError } from "./count-error";
import { errorAnswer } from "./error-answer";
import { type ConsoleServices, services } from "./services";
import { requireRole, type Session } from "./session";

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

type PathParams = Record<string, string | string[] | undefined>;

/** The largest body any handler needs names ten thousand repositories to restore, each in some forty characters. */
const MAX_BODY_CHARACTERS = 1024 * 1024;

/** `run` returns what is sent as JSON, or a whole Response. */
export function route<I>(spec: RouteSpec<I>, run: (call: RouteCall<I>) => Promise<unknown>) {
  return async (request: NextRequest, context: { params: Promise<PathParams> }): Promise<Response> => {
    const where = `${request.method} ${request.nextUrl.pathname}`;
    try {
      const session = await requireRole(spec.action);
      const wired = services();
      refuseForeignOrigin(request, wired.environment.NEXTAUTH_URL);
      const raw = { ...queryOf(request), ...(await bodyOf(request)), ...(await context.params) };
      const result = await run({ input: check(spec.input, raw), session, services: wired, now: new Date() });
      if (result instanceof Response) return result;
      return Response.json(result ?? null, { headers: { "cache-control": "no-store" } });
    } catch (error) {
      const answer = errorAnswer(error, where);
      // Without settings there is nothing to count with, and no console either.
      if (asAppError(error).code !== "settings-invalid") void countError(services().metrics, answer.status);
      return answer;
    }
  };
}

/** Browsers send Origin with every request that changes something; one without it did not come from our page. */
function refuseForeignOrigin(request: NextRequest, ownUrl: string): void {
  if (request.method === "GET" || request.method === "HEAD") return;
  if (request.headers.get("origin") !== new URL(ownUrl).origin) throw new AppError("origin-refused");
}

function queryOf(request: NextRequest): Record<string, string> {
  return Object.fromEntries(request.nextUrl.searchParams);
}

async function bodyOf(request: NextRequest): Promise<object> {
  if (request.method === "GET" || request.method === "HEAD") return {};
  const text = await request.text();
  if (text === "") return {};
  if (text.length > MAX_BODY_CHARACTERS) throw new AppError("input-invalid", { problem: "the body is too large" });
  const json = parseJson(text);
  if (typeof json !== "object" || json === null || Array.isArray(json))
    throw new AppError("input-invalid", { problem: "the body is not a JSON object" });
  return json;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function check<I>(schema: z.ZodType<I>, raw: unknown): I {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue?.path.join(".");
  throw new AppError("input-invalid", { problem: field ? `${field}: ${issue?.message}` : issue?.message });
}
