import { execFileSync } from "node:child_process";
import { cp, rm } from "node:fs/promises";
import path from "node:path";

/** A copy of its own: a build that somebody starts meanwhile does not change what is measured. */
export const WORKER_DIRECTORY = path.resolve("dist/bench");
export const WORKER = path.join(WORKER_DIRECTORY, "main.mjs");

export async function buildWorker(): Promise<void> {
  execFileSync(process.execPath, ["worker/build.mjs"], { stdio: "inherit" });
  await rm(WORKER_DIRECTORY, { recursive: true, force: true });
  await cp("dist/worker", WORKER_DIRECTORY, { recursive: true });
}
