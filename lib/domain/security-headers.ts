// What every answer of the console tells the browser. A page's policy has the nonce of that one answer (proxy.ts); whatever
// else is answered may do nothing in a browser (app/_server/every-answer.ts).

/** Names as HTTP/1.1 writes them. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "same-origin",
  "Permissions-Policy":
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "X-Robots-Tag": "noindex, nofollow",
  // Browsers ignore it over plain HTTP, so it is safe on a laptop and right behind the load balancer.
  "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
};

export const POLICY_HEADER = "Content-Security-Policy";

/** Of what is no page: data, files, errors of the server itself. */
export const NO_PAGE_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Only scripts that carry `nonce` run, and what those load. `more` is what a development build needs besides. */
export function pagePolicy(nonce: string, more = ""): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic' ${more}`.trim(),
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
