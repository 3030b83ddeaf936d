// A directory for the catalogue of this process. Several consoles may share a machine; what one left that is no longer there is
// taken over, so that a restart does not begin from nothing.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const NAME = /^holdfast-catalogue-(\d+)$/;

/** @param below the system's temporary directory when missing */
export function catalogueDirectory(below: string = tmpdir()): string {
  mkdirSync(below, { recursive: true });
  const own = path.join(below, `holdfast-catalogue-${process.pid}`);
  for (const name of readdirSync(below)) {
    const pid = Number(NAME.exec(name)?.[1]);
    if (!pid || pid === process.pid || isAlive(pid)) continue;
    const left = path.join(below, name);
    // Two that start at once may both want it: who comes second begins anew.
    try {
      if (existsSync(own)) rmSync(left, { recursive: true, force: true });
      else renameSync(left, own);
    } catch {}
  }
  return own;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, and somebody else's.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
