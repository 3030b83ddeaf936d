// One HTTP request and its answer. Sockets are kept and shared; silence is bounded.
import http from "node:http";
import https from "node:https";
import { WireError } from "./wire-error";

const agents = {
  "http:": new http.Agent({ keepAlive: true, maxSockets: 64 }),
  "https:": new https.Agent({ keepAlive: true, maxSockets: 64 }),
};

export interface HttpRequest {
  method: "GET" | "POST";
  headers: http.OutgoingHttpHeaders;
  body?: Buffer;
  signal?: AbortSignal;
  /** How long nothing may come. */
  idleMs: number;
}

/**
 * Sends a request; resolves with the beginning of its answer. A kept connection that the server had closed meanwhile is no
 * failure: the request, which changes nothing, goes out again on another (RFC 9110, 9.2.2). @throws WireError cut
 */
export async function sendRequest(url: URL, request: HttpRequest): Promise<http.IncomingMessage> {
  for (;;) {
    const answer = await send(url, request);
    if (answer !== "stale") return answer;
  }
}

function send(url: URL, request: HttpRequest): Promise<http.IncomingMessage | "stale"> {
  const secure = url.protocol === "https:";
  const { method, headers, body, signal, idleMs } = request;
  return new Promise((resolve, reject) => {
    const outgoing = (secure ? https : http).request(url, {
      method,
      agent: secure ? agents["https:"] : agents["http:"],
      headers,
      signal,
    });
    const timer = setTimeout(() => outgoing.destroy(silence(idleMs)), idleMs);
    outgoing.once("response", (response) => {
      clearTimeout(timer);
      resolve(response);
    });
    // Not once: a socket may break again after the answer has begun, which is then told by the answer itself.
    outgoing.on("error", (cause: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      const isStale = outgoing.reusedSocket && (cause.code === "ECONNRESET" || cause.code === "EPIPE");
      if (isStale) resolve("stale");
      else reject(asCut(cause));
    });
    outgoing.end(body);
  });
}

/**
 * The answer's body. Only the time in which somebody waits for the server counts as its silence: a reader that is slow
 * itself, because S3 is, does not break the connection. @throws WireError cut
 */
export async function* readBody(
  response: http.IncomingMessage,
  idleMs: number,
  onBytes?: (count: number) => void,
): AsyncGenerator<Uint8Array> {
  let waiting = true;
  const timer = setTimeout(() => {
    if (waiting) response.destroy(silence(idleMs));
  }, idleMs);
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      waiting = false;
      onBytes?.(chunk.length);
      yield chunk;
      waiting = true;
      timer.refresh();
    }
  } catch (cause) {
    throw asCut(cause);
  } finally {
    clearTimeout(timer);
  }
}

function silence(idleMs: number): WireError {
  return new WireError("cut", `nothing was received for ${idleMs / 1000} s`);
}

/** Reading a socket that breaks throws plain network errors; here they become ours. */
function asCut(cause: unknown): WireError {
  if (cause instanceof WireError) return cause;
  return new WireError("cut", cause instanceof Error ? cause.message : String(cause), { cause });
}
