// A standalone server for the console's image. Content-Security-Policy is set per request in proxy.ts, for it has a nonce.

/** @type {import("next").NextConfig} */
const config = {
  output: "standalone",
  poweredByHeader: false,
  reactStrictMode: true,
  // No page shows a picture that would have to be resized: sharp (and its LGPL libvips) stays out of the image.
  images: { unoptimized: true },
  outputFileTracingExcludes: { "*": ["node_modules/sharp/**", "node_modules/@img/**"] },
  headers: async () => [{ source: "/:path*", headers: SECURITY_HEADERS }],
};

const SECURITY_HEADERS = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=(), payment=()" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  // Browsers ignore it over plain HTTP, so it is safe on a laptop and right behind the load balancer.
  { key: "Strict-Transport-Security", value: "max-age=31536000; includeSubDomains" },
];

export default config;
