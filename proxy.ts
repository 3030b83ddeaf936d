// The Content-Security-Policy: only scripts this answer carries itself may run, and nobody may frame the console. Next
// puts the nonce of this header on its own scripts.
import { type NextRequest, NextResponse } from "next/server";

export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  // Always set, so that a client cannot choose it; session.ts reads it to come back here after a sign-in.
  headers.set("x-holdfast-path", request.nextUrl.pathname + request.nextUrl.search);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

/** Pages only: answers of the API and static files are not documents. */
export const config = { matcher: ["/((?!api/|_next/|healthz|icon).*)"] };

function contentSecurityPolicy(nonce: string): string {
  // React's development build needs eval; a production build never gets it.
  const scripts = process.env.NODE_ENV === "development" ? "'unsafe-eval'" : "";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic' ${scripts}`.trim(),
    // Cloudscape's charts and tables set style attributes.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
