// One exchange with a git server: credentials, limits, redirects and statuses, until there is an answer to read.
import type { IncomingMessage, OutgoingHttpHeaders } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { checkRedirect, isRedirect } from "@/lib/domain/redirect";
import { VERSION } from "@/lib/domain/version";
import type { GitAccess, RequestTurn } from "@/lib/ports/code-host";
import { readBody, sendRequest } from "./http-request";
import { WireError } from "./wire-error";

/**
 * Servers send a keep-alive every 5 s while they count objects, but none while they parse a request or list refs of a
 * large repository; two minutes of nothing is a dead connection.
 */
export const IDLE_TIMEOUT_MS = 120_000;

/** Bodies above this are worth compressing: ten thousand `want` lines shrink to half. */
const GZIP_FROM_BYTES = 1024;

/** GitHub's servers learn of a new token one after the other; octokit waits for that as well. */
const NEW_TOKEN_PAUSE_MS = 2000;

export interface GitHttpOptions extends Pick<GitAccess, "token" | "gate"> {
  signal?: AbortSignal;
  idleTimeoutMs?: number;
  /** Told of every byte received. */
  onBytes?: (count: number) => void;
}

interface Ask {
  url: URL;
  method: "GET" | "POST";
  headers: OutgoingHttpHeaders;
  body?: Buffer;
}

/** `GET url`, answered with `contentType`. */
export function gitGet(url: string, contentType: string, options: GitHttpOptions): Promise<AsyncIterable<Uint8Array>> {
  return exchange({ url: new URL(url), method: "GET", headers: {} }, contentType, options);
}

/** `POST url` of a pkt-line body. */
export function gitPost(
  url: string,
  body: Buffer,
  service: "git-upload-pack",
  options: GitHttpOptions,
): Promise<AsyncIterable<Uint8Array>> {
  const packed = body.length > GZIP_FROM_BYTES ? gzipSync(body, { level: 1 }) : body;
  const headers = {
    "Content-Type": `application/x-${service}-request`,
    Accept: `application/x-${service}-result`,
    "Content-Length": packed.length,
    ...(packed === body ? {} : { "Content-Encoding": "gzip" }),
  };
  const ask: Ask = { url: new URL(url), method: "POST", headers, body: packed };
  return exchange(ask, `application/x-${service}-result`, options);
}

/** An answer that asks for patience is followed by the same request once the gate lets it pass. */
async function exchange(ask: Ask, contentType: string, options: GitHttpOptions): Promise<AsyncIterable<Uint8Array>> {
  const turn = options.gate?.turn("git");
  for (;;) {
    const response = await authorised(ask, options, turn);
    const { statusCode: status = 0, headers } = response;
    if (status === 200) {
      const received = headers["content-type"] ?? "nothing";
      if (received.startsWith(contentType)) return readBody(response, idleMs(options), options.onBytes);
      response.destroy();
      throw new WireError("protocol", `an answer of type ${received} instead of ${contentType}`);
    }
    const words = await readWords(response, options);
    if (turn?.mustWait({ status, headers, words })) continue;
    const after = Number(headers["retry-after"]);
    throw new WireError("status", words || (response.statusMessage ?? "no words"), {
      status,
      retryAfterSeconds: Number.isFinite(after) ? after : undefined,
    });
  }
}

/** A token that is refused is renewed once, and the new one given a moment to become known. */
async function authorised(ask: Ask, options: GitHttpOptions, turn?: RequestTurn): Promise<IncomingMessage> {
  let refused: string | undefined;
  for (let attempt = 1; ; attempt++) {
    const token = await options.token({ refused });
    const response = await followed(ask, token, options, turn);
    if (response.statusCode !== 401 || attempt === 3) return response;
    response.resume();
    if (attempt === 1) refused = token;
    else await sleep(NEW_TOKEN_PAUSE_MS, undefined, { signal: options.signal });
  }
}

/**
 * Follows redirects of the same server with method and body kept. git itself follows them for the first GET of an exchange
 * only (http.followRedirects) and builds the later addresses on where that led; here there is no first GET, so each request
 * may be led to the repository's new name.
 */
async function followed(
  ask: Ask,
  token: string,
  options: GitHttpOptions,
  turn?: RequestTurn,
): Promise<IncomingMessage> {
  const headers = {
    "User-Agent": `git/holdfast-${VERSION}`,
    "Git-Protocol": "version=2",
    ...ask.headers,
    Authorization: `Basic ${Buffer.from(`x-access-token:${token}`).toString("base64")}`,
  };
  let at = ask.url;
  for (let hops = 0; ; hops++) {
    await turn?.begin();
    const { method, body } = ask;
    const response = await sendRequest(at, { method, headers, body, signal: options.signal, idleMs: idleMs(options) });
    const status = response.statusCode ?? 0;
    if (!isRedirect(status)) return response;
    response.resume();
    const to = response.headers.location === undefined ? null : URL.parse(response.headers.location, at);
    checkRedirect({ status, method, hops, what: ask.url.pathname }, ask.url, to ?? undefined);
    at = to as URL;
  }
}

const idleMs = ({ idleTimeoutMs }: GitHttpOptions): number => idleTimeoutMs ?? IDLE_TIMEOUT_MS;

/** The server's own words, shortened: they name the reason of a refusal. */
const MAX_WORDS = 2000;

async function readWords(response: IncomingMessage, options: GitHttpOptions): Promise<string> {
  let words = "";
  try {
    for await (const chunk of readBody(response, idleMs(options))) {
      words += Buffer.from(chunk).toString("utf8");
      if (words.length > MAX_WORDS) break;
    }
  } catch {
    // The status is the news; a body that breaks off adds nothing.
  }
  // Cut before it is cleaned: a long run of `<` takes the square of its length.
  return words
    .slice(0, MAX_WORDS)
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 300);
}
