import { readFileSync } from "node:fs";

/** Whether a process lives. One that has ended still has an entry until somebody waits for it; only Linux tells. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== "linux" || !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}
