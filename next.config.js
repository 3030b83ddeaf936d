// A standalone server for the console's image. The headers of its answers stand in lib/domain/security-headers.ts.

/** @type {import("next").NextConfig} */
const config = {
  output: "standalone",
  poweredByHeader: false,
  reactStrictMode: true,
  // No page shows a picture that would have to be resized: sharp (and its LGPL libvips) stays out of the image.
  images: { unoptimized: true },
  turbopack: {
    resolveAlias: {
      // Cloudscape's messages come parsed: no browser needs the parser of their format (5 kB).
      "@formatjs/icu-messageformat-parser": "@formatjs/icu-messageformat-parser/no-parser",
      // As Cloudscape's components ask for it; why stands in the file.
      "./styles-check": "./components/shell/no-styles-check.ts",
    },
  },
  outputFileTracingExcludes: { "*": ["node_modules/sharp/**", "node_modules/@img/**"] },
};

export default config;
