// The Content-Security-Policy of pages: only scripts this answer carries itself may run, and nobody may frame the console.
// Next puts the nonce of this header on its own scripts.
import { type NextRequest, NextResponse } from "next/server";
import { POLICY_HEADER, pagePolicy } from "./lib/domain/security-headers";

/** React's development build needs eval; a production build never gets it. */
const SCRIPTS_OF_DEVELOPMENT = process.env.NODE_ENV === "development" ? "'unsafe-eval'" : "";

export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(crypto.randomUUID());
  const policy = pagePolicy(nonce, SCRIPTS_OF_DEVELOPMENT);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set(POLICY_HEADER, policy);
  // Always set, so that a client cannot choose it; session.ts reads it to come back here after a sign-in.
  headers.set("x-holdfast-path", request.nextUrl.pathname + request.nextUrl.search);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set(POLICY_HEADER, policy);
  return response;
}

/** Pages only: answers of the API and static files are not documents. */
export const config = { matcher: ["/((?!api/|_next/|healthz$|icon\\.svg$).*)"] };
