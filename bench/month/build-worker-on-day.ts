import path from "node:path";
import { build } from "esbuild";
import { WORKER_DIRECTORY } from "../built-worker";

export const WORKER_ON_DAY = path.join(WORKER_DIRECTORY, "worker-on-day.mjs");

/** Bundles it as worker/build.mjs bundles the worker, beside the files the worker finds beside itself. */
export async function buildWorkerOnDay(): Promise<void> {
  await build({
    entryPoints: { "worker-on-day": "bench/month/worker-on-day.ts" },
    outdir: WORKER_DIRECTORY,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node22",
    logLevel: "warning",
    tsconfig: "tsconfig.json",
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  });
}
