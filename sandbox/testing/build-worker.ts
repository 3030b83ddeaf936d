import { execFileSync } from "node:child_process";

/** Contract tests run the worker and the indexer as the images do: bundled. Made once before them all. */
export default function setup(): void {
  for (const build of ["worker/build.mjs", "indexer/build.mjs"])
    execFileSync(process.execPath, [build], { stdio: "inherit" });
}
