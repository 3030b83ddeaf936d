// Bundles the worker into dist/worker/main.mjs: what the image runs, and what the sandbox runs. Not minified: a stack
// trace must be readable in a log.
import { build } from "esbuild";

await build({
  entryPoints: ["worker/main.ts"],
  outfile: "dist/worker/main.mjs",
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node22",
  sourcemap: true,
  logLevel: "warning",
  tsconfig: "tsconfig.json",
  // Some dependencies are CommonJS and call require() for Node's own modules.
  banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
});
