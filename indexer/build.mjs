// Bundles the indexer into dist/indexer; the console finds it beside its server.
import { cpSync, existsSync, rmSync } from "node:fs";
import { build } from "esbuild";

const TARGET = "dist/indexer";
const BESIDE_THE_SERVER = ".next/standalone/indexer";

rmSync(TARGET, { recursive: true, force: true });
await build({
  entryPoints: { indexer: "indexer/main.ts" },
  outdir: TARGET,
  outExtension: { ".js": ".mjs" },
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
if (existsSync(".next/standalone")) cpSync(TARGET, BESIDE_THE_SERVER, { recursive: true });
