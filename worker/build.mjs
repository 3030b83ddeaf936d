// Bundles the worker into dist/worker: what the image runs, and what the sandbox runs. Not minified: whoever looks into it
// has to find their way.
import { execFileSync } from "node:child_process";
import { cp } from "node:fs/promises";
import { build } from "esbuild";

await build({
  entryPoints: { worker: "worker/main.ts", "inflate-thread": "worker/pack-check/inflate-thread.ts" },
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

// A first start, with the options of the image, fills the cache that the launcher names.
await cp("worker/launch.mjs", "dist/worker/main.mjs");
execFileSync(process.execPath, ["--max-semi-space-size=8", "dist/worker/main.mjs", "version"], { stdio: "ignore" });
