import type { z } from "zod";
import type { Caller } from "../callers";
import type { Github } from "../github";
import { ApiError } from "./api-error";

/** One request, as a route sees it. */
export interface RestRequest {
  github: Github;
  caller: Caller;
  /** GET for HEAD too. */
  method: string;
  params: Record<string, string>;
  url: URL;
  /** The parsed JSON object; `{}` when there was no body. */
  body: Record<string, unknown>;
}

export interface RestAnswer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** The permission an installation needs, e.g. `{name: "administration", level: "write"}`. */
export interface Needs {
  name: string;
  level: "read" | "write";
}

export interface Route {
  method: string;
  /** As in GitHub's documentation; `{name*}` also takes slashes. Faults know the route as `METHOD template`. */
  template: string;
  needs?: Needs;
  handle(request: RestRequest): Promise<RestAnswer> | RestAnswer;
}

/** The first route for `method` and `path`, with what the braces of its template stand for. */
export function findRoute(
  routes: Route[],
  method: string,
  path: string,
): { route: Route; params: Record<string, string> } | undefined {
  for (const route of routes) {
    if (route.method !== method) continue;
    const match = patternOf(route.template).exec(path);
    if (!match) continue;
    const params = Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeSegment(value)]);
    return { route, params: Object.fromEntries(params) };
  }
  return undefined;
}

/** What of the path comes after the REST API's own address, from its first slash on. */
export function pathBelow(apiUrl: string, url: URL): string {
  return url.pathname.slice(new URL(apiUrl).pathname.replace(/\/$/, "").length);
}

/** The body as `schema` wants it, or GitHub's 422. */
export function parseBody<T>(request: RestRequest, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(request.body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join("/") ?? "";
  throw new ApiError(422, `Invalid request.\n\nFor 'properties/${field}', ${issue?.message ?? "the value is wrong"}.`);
}

export function ok(body: unknown, headers: Record<string, string> = {}): RestAnswer {
  return { status: 200, body, headers };
}

export const noContent: RestAnswer = { status: 204 };

const patterns = new Map<string, RegExp>();

function patternOf(template: string): RegExp {
  const known = patterns.get(template);
  if (known) return known;
  const source = template
    .replace(/[.]/g, "\\$&")
    .replace(/\{(\w+)(\*?)\}/g, (_, name, greedy) => `(?<${name}>${greedy ? ".+" : "[^/]+"})`);
  const pattern = new RegExp(`^${source}$`);
  patterns.set(template, pattern);
  return pattern;
}

function decodeSegment(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw new ApiError(400, "Problems parsing the URL");
  }
}
