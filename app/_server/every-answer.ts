// The headers of every answer, also of those that Next gives before it looks at a route: redirects to another spelling of an
// address, a path that cannot be decoded, a file that is not there.
import diagnostics from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { NO_PAGE_POLICY, POLICY_HEADER, SECURITY_HEADERS } from "@/lib/domain/security-headers";
import { CompressedFiles } from "./compressed-files";

/** Node's own channel: told of each request before anybody answers it (diagnostics_channel, "HTTP"). */
const REQUEST_BEGINS = "http.server.request.start";

/** From now on each answer of this process has them; who answers may set another policy. */
export function setHeadersOfEveryAnswer(): void {
  const compressed = new CompressedFiles(path.join(/* turbopackIgnore: true */ process.cwd(), ".next/static"));
  diagnostics.subscribe(REQUEST_BEGINS, (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    setListsOfOneAsText(response);
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    response.setHeader(POLICY_HEADER, NO_PAGE_POLICY);
    if (!isKept(request.url ?? "")) response.setHeader("Cache-Control", "no-store");
    compressed.offer(request, response);
  });
}

/**
 * Next gives the headers of a route's answer as lists, and its own compression takes a type that is a list for none: the answers
 * of the API would go over the wire as long as they are (Next 16.4.5, base-http/node.js; compressible 2.0).
 */
function setListsOfOneAsText(response: ServerResponse): void {
  const set = response.setHeader;
  response.setHeader = function (name, value) {
    const [only] = Array.isArray(value) && value.length === 1 ? value : [];
    return set.call(this, name, only ?? value);
  };
}

/** The build's own files have nothing of anybody in them, and browsers keep them. */
const isKept = (address: string) => address.startsWith("/_next/static/") || address === "/icon.svg";
