import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { type FaultInput, type FaultRule, parseFault } from "./fault-rule";
import { spoilAnswer } from "./fault-spoil";
import { wrapBody } from "./faulty-body";
import { beginningOf } from "./request-beginning";
import { echoed } from "./sent-credentials";

export type { FaultAction, FaultInput, FaultRule } from "./fault-rule";

const ADMIN_PATH = "/_sandbox/faults";
const LONGEST_RULE = 1024 * 1024;

/**
 * Faults on demand, the same for every stand-in: rules say which requests go wrong and how. A server asks
 * `handleAdmin` first, then `intercept`, before it looks at a request.
 */
export class Faults {
  private rules: (FaultRule & { matched: number })[] = [];

  /** Adds a rule behind the others. Throws a sentence when it is not one. The same id replaces the older rule. */
  add(input: FaultInput): FaultRule {
    const parsed = parseFault(input, newId);
    if (!parsed.ok) throw new Error(parsed.problem);
    this.clear(parsed.rule.id);
    this.rules.push({ ...parsed.rule, matched: 0 });
    return parsed.rule;
  }

  list(): FaultRule[] {
    return this.rules.map(({ matched: _, ...rule }) => structuredClone(rule));
  }

  /** Takes away one rule, or all. Requests already struck stay struck. */
  clear(id?: string): void {
    this.rules = id === undefined ? [] : this.rules.filter((rule) => rule.id !== id);
  }

  /**
   * Applies the first rule that strikes this request: either it answers itself ("handled": do nothing more), or it
   * wraps the response and the handler goes on ("continue"). `operation` is the server's own name for the request.
   */
  async intercept(req: IncomingMessage, res: ServerResponse, operation?: string): Promise<"handled" | "continue"> {
    const body = this.looksAtBody(req, operation) ? await beginningOf(req) : "";
    const action = this.strike(req, operation, body)?.action;
    if (!action) return "continue";
    switch (action.kind) {
      case "watch":
        return "continue";
      case "headers":
        replaceHeaders(res, action.set);
        return "continue";
      case "spoil":
        spoilAnswer(res, action.how);
        return "continue";
      case "status":
        if (action.handled) {
          replaceAnswer(res, () => answer(req, res, action.status, bodyOf(action), action.headers));
          return "continue";
        }
        answer(req, res, action.status, bodyOf(action), action.headers);
        return "handled";
      case "delay":
        return waitFor(res, action.ms);
      case "stall":
        if (action.afterBytes === undefined && !action.handled) return waitFor(res, action.ms);
        break;
      case "reset":
        if (action.afterBytes !== undefined || action.handled) break;
        req.socket.resetAndDestroy();
        return "handled";
    }
    // The answer to HEAD has no body that could go wrong.
    if (req.method !== "HEAD") wrapBody(res, action);
    return "continue";
  }

  /** Serves `GET`, `POST` and `DELETE /_sandbox/faults[/id]`; true when the request was for it. */
  async handleAdmin(req: IncomingMessage, res: ServerResponse): Promise<boolean> {
    const { pathname } = new URL(req.url ?? "/", "http://localhost");
    if (pathname !== ADMIN_PATH && !pathname.startsWith(`${ADMIN_PATH}/`)) return false;
    const id = decodeURIComponent(pathname.slice(ADMIN_PATH.length + 1));
    if (req.method === "GET") json(req, res, 200, { faults: this.list() });
    else if (req.method === "DELETE" && id && !this.rules.some((rule) => rule.id === id)) {
      json(req, res, 404, { message: `there is no fault ${id}; GET ${ADMIN_PATH} lists them` });
    } else if (req.method === "DELETE") {
      this.clear(id || undefined);
      answer(req, res, 204, "");
    } else if (req.method === "POST") {
      const parsed = parseFault(await readJson(req), newId);
      if (parsed.ok) json(req, res, 201, this.add(withoutHits(parsed.rule)));
      else json(req, res, 400, { message: parsed.problem });
    } else json(req, res, 405, { message: `${ADMIN_PATH} knows GET, POST and DELETE only` });
    return true;
  }

  private looksAtBody(req: IncomingMessage, operation: string | undefined): boolean {
    return this.rules.some((rule) => rule.match.body !== undefined && matches(rule, req, operation));
  }

  private strike(req: IncomingMessage, operation: string | undefined, body: string): FaultRule | undefined {
    for (const rule of this.rules) {
      if (!matches(rule, req, operation) || !matchesBody(rule, body)) continue;
      rule.matched += 1;
      if (rule.matched <= rule.skip || (rule.times > 0 && rule.hits >= rule.times)) continue;
      rule.hits += 1;
      if (rule.action.kind !== "watch") return rule;
    }
    return undefined;
  }
}

function matchesBody({ match }: FaultRule, body: string): boolean {
  return match.body === undefined || new RegExp(match.body).test(body);
}

const bodyOf = ({ body = "", base64 }: { body?: string | undefined; base64?: true | undefined }): string | Buffer =>
  base64 ? Buffer.from(body, "base64") : body;

/** Lets the handler talk to nobody; once it has ended, `instead` answers. */
function replaceAnswer(res: ServerResponse, instead: () => void): void {
  const { writeHead, write, end } = res;
  res.writeHead = (() => res) as ServerResponse["writeHead"];
  res.write = ((...given: unknown[]) => {
    const written = given.findLast((each) => typeof each === "function") as (() => void) | undefined;
    if (written) setImmediate(written);
    return true;
  }) as ServerResponse["write"];
  res.end = ((...given: unknown[]) => {
    Object.assign(res, { writeHead, write, end });
    for (const name of res.getHeaderNames()) res.removeHeader(name);
    const done = given.findLast((each) => typeof each === "function") as (() => void) | undefined;
    if (done) res.once("finish", done);
    instead();
    return res;
  }) as ServerResponse["end"];
}

/** What the handler is going to say, with these headers replaced or left out. */
function replaceHeaders(res: ServerResponse, set: Record<string, string | null>): void {
  const writeHead = res.writeHead.bind(res) as (status: number, headers: OutgoingHttpHeaders) => ServerResponse;
  res.writeHead = ((status: number, ...rest: unknown[]) => {
    const given = (typeof rest[0] === "string" ? rest[1] : rest[0]) as OutgoingHttpHeaders | undefined;
    const headers: OutgoingHttpHeaders = { ...given };
    for (const [name, value] of Object.entries(set)) {
      for (const known of Object.keys(headers)) if (known.toLowerCase() === name.toLowerCase()) delete headers[known];
      res.removeHeader(name);
      if (value !== null) headers[name] = value;
    }
    return writeHead(status, headers);
  }) as ServerResponse["writeHead"];
}

function matches({ match }: FaultRule, req: IncomingMessage, operation: string | undefined): boolean {
  if (match.method !== undefined && match.method !== req.method) return false;
  if (match.operation !== undefined && match.operation !== operation) return false;
  return match.path === undefined || new RegExp(match.path).test(req.url ?? "/");
}

/** Lets the time pass; a client that leaves in the meantime needs no answer any more. */
async function waitFor(res: ServerResponse, ms: number | undefined): Promise<"handled" | "continue"> {
  if (res.destroyed || res.socket?.destroyed) return "handled";
  const stop = new AbortController();
  const gone = once(res, "close", { signal: stop.signal }).then(() => "handled" as const);
  if (ms === undefined) return gone;
  const waited = sleep(ms, "continue" as const, { signal: stop.signal });
  try {
    return await Promise.race([gone, waited]);
  } finally {
    // The loser of the race rejects with an AbortError, which is no news.
    gone.catch(() => undefined);
    waited.catch(() => undefined);
    stop.abort();
  }
}

function answer(
  req: IncomingMessage,
  res: ServerResponse,
  status: number,
  body: string | Buffer,
  headers?: Record<string, string>,
) {
  const bodiless = status === 204 || status === 304;
  const said = typeof body === "string" ? echoed(body, req) : body;
  res.writeHead(status, {
    ...(bodiless ? {} : { "content-length": Buffer.byteLength(said) }),
    ...(body.length > 0 && !bodiless ? { "content-type": typeOf(body) } : {}),
    ...Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name, echoed(value, req)])),
  });
  res.end(bodiless || req.method === "HEAD" ? undefined : said);
}

function typeOf(body: string | Buffer): string {
  if (typeof body !== "string") return "application/octet-stream";
  const type = /^\s*[{[]/.test(body) ? "application/json" : /^\s*</.test(body) ? "application/xml" : "text/plain";
  return `${type}; charset=utf-8`;
}

function json(req: IncomingMessage, res: ServerResponse, status: number, value: unknown): void {
  answer(req, res, status, JSON.stringify(value));
}

/** The parsed body, or undefined (which is no fault rule either) when it is not JSON. */
async function readJson(req: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LONGEST_RULE) chunks.push(chunk);
  }
  if (size > LONGEST_RULE) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    return undefined;
  }
}

function withoutHits({ hits: _, ...rule }: FaultRule): FaultInput {
  return rule;
}

function newId(): string {
  return randomBytes(4).toString("hex");
}
