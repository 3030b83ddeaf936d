// The headers of every answer, also of those that Next gives before it looks at a route: redirects to another spelling of an
// address, a path that cannot be decoded, a file that is not there.
import diagnostics from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { NO_PAGE_POLICY, POLICY_HEADER, SECURITY_HEADERS } from "@/lib/domain/security-headers";

/** Node's own channel: told of each request before anybody answers it (diagnostics_channel, "HTTP"). */
const REQUEST_BEGINS = "http.server.request.start";

/** From now on each answer of this process has them; who answers may set another policy. */
export function setHeadersOfEveryAnswer(): void {
  diagnostics.subscribe(REQUEST_BEGINS, (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    response.setHeader(POLICY_HEADER, NO_PAGE_POLICY);
    if (!isKept(request.url ?? "")) response.setHeader("Cache-Control", "no-store");
  });
}

/** The build's own files have nothing of anybody in them, and browsers keep them. */
const isKept = (address: string) => address.startsWith("/_next/static/") || address === "/icon.svg";
