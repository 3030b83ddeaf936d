import { execFileSync } from "node:child_process";

/** Contract tests run the worker as its image does: bundled. Made once before them all. */
export default function setup(): void {
  execFileSync(process.execPath, ["worker/build.mjs"], { stdio: "inherit" });
}
