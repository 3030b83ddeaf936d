// Bundles the worker into dist/worker/main.mjs: what the image runs, and what the sandbox runs. Not minified: a stack
// trace must be readable in a log.
import { cp } from "node:fs/promises";
import { build } from "esbuild";

await build({
  entryPoints: { main: "worker/main.ts", "inflate-thread": "worker/pack-check/inflate-thread.ts" },
  outdir: "dist/worker",
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

// Every backup writes these two into the bucket as they are; they stand beside main.mjs as beside the source that reads them.
for (const file of ["README.txt", "restore.sh"])
  await cp(`worker/bucket-guide/${file}`, `dist/worker/bucket-guide/${file}`);
