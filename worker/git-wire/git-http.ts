// One HTTP exchange with a git server. Sockets are kept and shared; silence is bounded; a token is asked for each time.
import http from "node:http";
import https from "node:https";
import { gzipSync } from "node:zlib";
import { VERSION } from "@/lib/domain/version";
import { WireError } from "./wire-error";

/**
 * Servers send a keep-alive every 5 s while they count objects, but none while they parse a request or list refs of a
 * large repository; two minutes of nothing is a dead connection.
 */
export const IDLE_TIMEOUT_MS = 120_000;

/** Bodies above this are worth compressing: ten thousand `want` lines shrink to half. */
const GZIP_FROM_BYTES = 1024;

const agents = {
  "http:": new http.Agent({ keepAlive: true, maxSockets: 64 }),
  "https:": new https.Agent({ keepAlive: true, maxSockets: 64 }),
};

export interface GitHttpOptions {
  /** An installation token; `renew` after it was refused. */
  token: (options?: { renew?: boolean }) => Promise<string>;
  signal?: AbortSignal;
  idleTimeoutMs?: number;
  /** Told of every byte received. */
  onBytes?: (count: number) => void;
}

/** `GET url`, answered with `contentType`. */
export function gitGet(url: string, contentType: string, options: GitHttpOptions): Promise<AsyncIterable<Uint8Array>> {
  return exchange(url, "GET", undefined, {}, contentType, options);
}

/** `POST url` of a pkt-line body. */
export function gitPost(
  url: string,
  body: Buffer,
  service: "git-upload-pack",
  options: GitHttpOptions,
): Promise<AsyncIterable<Uint8Array>> {
  const packed = body.length > GZIP_FROM_BYTES ? gzipSync(body, { level: 1 }) : body;
  const headers: http.OutgoingHttpHeaders = {
    "Content-Type": `application/x-${service}-request`,
    Accept: `application/x-${service}-result`,
    "Content-Length": packed.length,
    ...(packed === body ? {} : { "Content-Encoding": "gzip" }),
  };
  return exchange(url, "POST", packed, headers, `application/x-${service}-result`, options);
}

async function exchange(
  url: string,
  method: string,
  body: Buffer | undefined,
  headers: http.OutgoingHttpHeaders,
  contentType: string,
  options: GitHttpOptions,
): Promise<AsyncIterable<Uint8Array>> {
  const send = async (renew: boolean) => {
    const credentials = Buffer.from(`x-access-token:${await options.token({ renew })}`).toString("base64");
    return request(url, method, body, { ...headers, Authorization: `Basic ${credentials}` }, options);
  };
  let response = await send(false);
  if (response.statusCode === 401) {
    response.resume();
    response = await send(true);
  }
  if (response.statusCode !== 200) throw await statusError(response);
  const received = response.headers["content-type"] ?? "nothing";
  if (!received.startsWith(contentType)) {
    response.destroy();
    throw new WireError("protocol", `an answer of type ${received} instead of ${contentType}`);
  }
  return counted(response, options.onBytes);
}

function request(
  url: string,
  method: string,
  body: Buffer | undefined,
  headers: http.OutgoingHttpHeaders,
  options: GitHttpOptions,
): Promise<http.IncomingMessage> {
  const address = new URL(url);
  const secure = address.protocol === "https:";
  const idleMs = options.idleTimeoutMs ?? IDLE_TIMEOUT_MS;
  return new Promise((resolve, reject) => {
    const outgoing = (secure ? https : http).request(address, {
      method,
      agent: secure ? agents["https:"] : agents["http:"],
      headers: { "User-Agent": `git/holdfast-${VERSION}`, "Git-Protocol": "version=2", ...headers },
      signal: options.signal,
    });
    outgoing.setTimeout(idleMs, () =>
      outgoing.destroy(new WireError("cut", `nothing was received for ${idleMs / 1000} s`)),
    );
    outgoing.once("response", resolve);
    outgoing.once("error", (cause: Error) =>
      reject(cause instanceof WireError ? cause : new WireError("cut", cause.message, { cause })),
    );
    outgoing.end(body);
  });
}

/** Reading a socket that breaks throws plain network errors; here they become ours. */
async function* counted(response: http.IncomingMessage, onBytes?: (count: number) => void): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      onBytes?.(chunk.length);
      yield chunk;
    }
  } catch (cause) {
    if (cause instanceof WireError) throw cause;
    throw new WireError("cut", cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** The server's own words, shortened: they name the reason of a refusal. */
const MAX_WORDS = 2000;

async function statusError(response: http.IncomingMessage): Promise<WireError> {
  let words = "";
  try {
    for await (const chunk of response) {
      words += String(chunk);
      if (words.length > MAX_WORDS) break;
    }
  } catch {
    // The status is the news; a body that breaks off adds nothing.
  }
  const text = words
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 300);
  const after = Number(response.headers["retry-after"]);
  return new WireError("status", text || (response.statusMessage ?? "no words"), {
    status: response.statusCode,
    retryAfterSeconds: Number.isFinite(after) ? after : undefined,
  });
}
