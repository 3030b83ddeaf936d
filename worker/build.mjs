// Bundles the worker into dist/worker: what the image runs, and what the sandbox runs. Not minified: whoever looks into it
// has to find their way.
import { execFileSync } from "node:child_process";
import { cp, rm } from "node:fs/promises";
import { build } from "esbuild";

const TARGET = "dist/worker";

const options = {
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
};

await rm(TARGET, { recursive: true, force: true });
// Split, so that what a verb imports when it is asked for stands in a file of its own.
await build({ ...options, entryPoints: { worker: "worker/main.ts" }, splitting: true });
// In one piece: every thread loads it anew, and should load nothing else.
await build({ ...options, entryPoints: { "inflate-thread": "worker/pack-check/inflate-thread.ts" } });

// Every backup writes these two into the bucket as they are; they stand beside the worker as beside the source that reads them.
for (const file of ["README.txt", "restore.sh"])
  await cp(`worker/bucket-guide/${file}`, `${TARGET}/bucket-guide/${file}`);

// A first start, with the options of the image, fills the cache that the launcher names.
await cp("worker/launch.mjs", `${TARGET}/main.mjs`);
execFileSync(process.execPath, ["--max-semi-space-size=8", `${TARGET}/main.mjs`, "version"], { stdio: "ignore" });
