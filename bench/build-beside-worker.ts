import path from "node:path";
import { build } from "esbuild";
import { WORKER_DIRECTORY } from "./built-worker";

/** Where a script stands once it is built. */
export const besideWorker = (source: string, directory = WORKER_DIRECTORY) =>
  path.join(directory, `${path.basename(source, ".ts")}.mjs`);

/** Bundles a script as worker/build.mjs bundles the worker, beside the files that the worker finds beside itself. */
export async function buildBesideWorker(source: string, directory = WORKER_DIRECTORY): Promise<void> {
  await build({
    entryPoints: [source],
    outfile: besideWorker(source, directory),
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node22",
    logLevel: "warning",
    tsconfig: "tsconfig.json",
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  });
}
