import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { constants, gunzipSync } from "node:zlib";

/**
 * What came first of a request's body, unpacked, as a byte string; it is put back for whoever handles the request. Empty
 * for a request without a body, and for one whose client waits to be told to send it.
 */
export async function beginningOf(req: IncomingMessage): Promise<string> {
  const { headers } = req;
  const hasBody = Number(headers["content-length"] ?? 0) > 0 || headers["transfer-encoding"] !== undefined;
  if (!hasBody || headers.expect !== undefined) return "";
  let first = req.read() as Buffer | null;
  if (first === null) {
    await Promise.race([once(req, "readable"), once(req, "close")]).catch(() => undefined);
    first = req.read() as Buffer | null;
  }
  if (first === null) return "";
  req.unshift(first);
  if (headers["content-encoding"] !== "gzip") return first.toString("latin1");
  // The rest may still be on its way: what is there is enough.
  return gunzipSync(first, { finishFlush: constants.Z_SYNC_FLUSH }).toString("latin1");
}
