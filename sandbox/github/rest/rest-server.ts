import { createHash, randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type Caller, identify } from "../callers";
import type { Github } from "../github";
import type { Kind } from "../rate-limits";
import { BodyTooLarge, readBody } from "../read-body";
import { accountOf } from "./account-of";
import { ApiError, notFound } from "./api-error";
import { appRoutes } from "./app-routes";
import { metaRoutes } from "./meta-routes";
import { organisationRoutes } from "./organisation-routes";
import { refRoutes } from "./ref-routes";
import { repositoryRoutes } from "./repository-routes";
import { findRoute, pathBelow, type RestAnswer, type Route } from "./route";
import { userRoutes } from "./user-routes";

const routes: Route[] = [
  ...appRoutes,
  ...organisationRoutes,
  ...repositoryRoutes,
  ...refRoutes,
  ...userRoutes,
  ...metaRoutes,
];

const DOCUMENTATION_URL = "https://docs.github.com/rest";

/** What faults call a request to this path: `GET /repos/{owner}/{repo}`; undefined for a path that is no route. */
export function restOperation(github: Github, method: string, url: URL): string | undefined {
  const { path } = target(github, url);
  const found = path === undefined ? undefined : findRoute(routes, asRead(method), path);
  return found && `${method} ${found.route.template}`;
}

/** Answers one request below `/api/v3` as GitHub's REST API would. */
export async function serveRest(github: Github, req: IncomingMessage, res: ServerResponse, url: URL): Promise<void> {
  const headers: Record<string, string> = {
    "content-type": "application/json; charset=utf-8",
    "x-github-media-type": "github.v3; format=json",
    "x-github-api-version-selected": "2022-11-28",
    "x-github-request-id": requestId(),
    date: github.now().toUTCString(),
  };
  const send = ({ status, body, headers: more }: RestAnswer) => {
    const text = body === undefined ? "" : JSON.stringify(body);
    if (status === 204 || status === 304) delete headers["content-type"];
    else headers["content-length"] = String(Buffer.byteLength(text));
    res.writeHead(status, { ...headers, ...more });
    res.end(req.method === "HEAD" || status === 204 || status === 304 ? undefined : text);
  };
  try {
    const answer = await handle(github, req, url, headers);
    if (answer.status !== 200 || asRead(req.method) !== "GET") return send(answer);
    const etag = `W/"${createHash("sha256").update(JSON.stringify(answer.body)).digest("hex")}"`;
    headers.etag = etag;
    headers["cache-control"] = "private, max-age=60, s-maxage=60";
    if (!req.headers["if-none-match"]?.split(/\s*,\s*/).includes(etag)) return send(answer);
    const caller = identify(github, req.headers.authorization);
    if (typeof caller !== "string") {
      github.rateLimits.refund(accountOf(caller));
      describeRateLimit(github, caller, headers);
    }
    send({ status: 304, headers: answer.headers ?? {} });
  } catch (error) {
    if (res.headersSent) throw error;
    const known = error instanceof ApiError ? error : unexpected(github, req, error);
    send({
      status: known.status,
      headers: known.headers,
      body: {
        message: known.message,
        ...known.more,
        documentation_url: DOCUMENTATION_URL,
        status: String(known.status),
      },
    });
  }
}

async function handle(
  github: Github,
  req: IncomingMessage,
  url: URL,
  headers: Record<string, string>,
): Promise<RestAnswer> {
  const { path, isRateLimit } = target(github, url);
  const method = asRead(req.method);
  const found = path === undefined ? undefined : findRoute(routes, method, path);
  if (found?.route.needs) {
    headers["x-accepted-github-permissions"] = `${found.route.needs.name}=${found.route.needs.level}`;
  }
  const body = await readJsonObject(req);
  const caller = identify(github, req.headers.authorization);
  if (typeof caller === "string") throw new ApiError(401, caller);
  if (!isRateLimit) countRequest(github, caller, kindOf(method, path), headers);
  if (caller.kind === "person") {
    headers["x-oauth-scopes"] = caller.token.scopes.join(", ");
    headers["x-accepted-oauth-scopes"] = "";
    if (caller.token.clientId) headers["x-oauth-client-id"] = caller.token.clientId;
  }
  if (caller.kind === "installation" && caller.installation.suspendedAt) {
    throw new ApiError(403, "This installation has been suspended");
  }
  if (!found) throw notFound();
  return found.route.handle({ github, caller, method, params: found.params, url, body });
}

/** The path as routes know it. A repository's lasting address, `/repositories/ID/...`, stands for its present name. */
function target(github: Github, url: URL): { path: string | undefined; isRateLimit: boolean } {
  const path = pathBelow(github.apiUrl, url).replace(/(.)\/$/, "$1");
  const [, id, rest = ""] = /^\/repositories\/(\d+)(\/.*)?$/.exec(path) ?? [];
  if (id === undefined) return { path, isRateLimit: path === "/rate_limit" };
  const repository = github.repositories.findById(Number(id));
  return {
    path: repository && `/repos/${repository.organisation}/${repository.name}${rest}`,
    isRateLimit: false,
  };
}

/** A token is no content. */
function kindOf(method: string, path: string | undefined): Kind {
  if (method === "GET") return "read";
  return method === "POST" && !path?.endsWith("/access_tokens") ? "creation" : "write";
}

function countRequest(github: Github, caller: Caller, kind: Kind, headers: Record<string, string>): void {
  const account = accountOf(caller);
  const verdict = github.rateLimits.count(account, kind);
  describeRateLimit(github, caller, headers);
  const { retryAfterSeconds, secondaryStatus } = github.limits;
  if (verdict === "primary") throw new ApiError(403, `API rate limit exceeded for ${account}.`);
  if (verdict === "secondary") {
    const message =
      kind !== "read"
        ? "You have exceeded a secondary rate limit and have been temporarily blocked from content creation. Please retry your request again later."
        : "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
    throw new ApiError(secondaryStatus, message, {}, { "retry-after": String(retryAfterSeconds) });
  }
}

function describeRateLimit(github: Github, caller: Caller, headers: Record<string, string>): void {
  const { limit, used, remaining, reset } = github.rateLimits.read(accountOf(caller));
  headers["x-ratelimit-limit"] = String(limit);
  headers["x-ratelimit-remaining"] = String(remaining);
  headers["x-ratelimit-used"] = String(used);
  headers["x-ratelimit-reset"] = String(reset);
  headers["x-ratelimit-resource"] = "core";
}

async function readJsonObject(req: IncomingMessage): Promise<Record<string, unknown>> {
  const text = await readBody(req).catch((error: unknown) => {
    if (error instanceof BodyTooLarge) throw new ApiError(413, "Payload too large");
    throw error;
  });
  if (text.trim() === "") return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ApiError(400, "Problems parsing JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ApiError(400, "Body should be a JSON object");
  }
  return value as Record<string, unknown>;
}

function unexpected(github: Github, req: IncomingMessage, error: unknown): ApiError {
  github.log(`${req.method} ${req.url} failed: ${error instanceof Error ? error.stack : String(error)}`);
  return new ApiError(500, "Server Error");
}

function asRead(method: string | undefined): string {
  return method === undefined || method === "HEAD" ? "GET" : method;
}

function requestId(): string {
  const hex = randomBytes(16).toString("hex").toUpperCase();
  return [hex.slice(0, 4), hex.slice(4, 10), hex.slice(10, 17), hex.slice(17, 24), hex.slice(24, 32)].join(":");
}
