// Runs a program and tells what it cost: wall clock, CPU of it and its children, the largest process's memory, scratch disk.
import { spawn } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

export interface Cost {
  wallSeconds: number;
  cpuSeconds: number;
  /** Of the largest single process of the tree, as the kernel counted it. */
  peakRssMiB: number;
  peakScratchMiB: number;
}

const POLL_MS = 25;

export async function measure(
  command: string,
  args: string[],
  options: { env: Record<string, string>; scratch?: string; acceptExit?: number[] },
): Promise<Cost> {
  // bash's `times` tells the CPU of all children that were waited for, git's helpers included.
  const script = '"$@"; code=$?; times >&2; exit $code';
  const started = performance.now();
  const child = spawn("bash", ["-c", script, "bash", command, ...args], {
    env: options.env as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let errors = "";
  child.stdout.on("data", (chunk) => {
    output = (output + chunk).slice(-4000);
  });
  child.stderr.on("data", (chunk) => {
    errors = (errors + chunk).slice(-4000);
  });
  let peakRss = 0;
  let peakScratch = 0;
  const timer = setInterval(() => {
    peakRss = Math.max(peakRss, largestProcess(child.pid ?? 0));
    if (options.scratch) peakScratch = Math.max(peakScratch, sizeOf(options.scratch));
  }, POLL_MS);
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  clearInterval(timer);
  const wallSeconds = (performance.now() - started) / 1000;
  if (code !== 0 && !options.acceptExit?.includes(code ?? -1))
    throw new Error(`${command} ${args.join(" ")} ended with ${code}\n${output}\n${errors}`);
  return {
    wallSeconds,
    cpuSeconds: childrenCpu(errors),
    peakRssMiB: peakRss / 1024,
    peakScratchMiB: peakScratch / 1024 ** 2,
  };
}

/** The second line of `times`: user and system time of the children, as 0m1.234s. */
function childrenCpu(errors: string): number {
  const matches = [...errors.matchAll(/(\d+)m([\d.]+)s/g)].slice(-2);
  return matches.reduce((sum, match) => sum + Number(match[1]) * 60 + Number(match[2]), 0);
}

/** High-water mark, in KiB, of the largest process below `root`. */
function largestProcess(root: number): number {
  const parents = new Map<number, number>();
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = readOrNothing(`/proc/${entry}/stat`);
    parents.set(Number(entry), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
  }
  const below = (pid: number | undefined): boolean =>
    pid !== undefined && pid > 1 && (pid === root || below(parents.get(pid)));
  const marks = [...parents.keys()]
    .filter((pid) => pid !== root && below(pid))
    .map((pid) => Number(/VmHWM:\s+(\d+)/.exec(readOrNothing(`/proc/${pid}/status`))?.[1] ?? 0));
  return Math.max(0, ...marks);
}

function readOrNothing(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return ""; // the process has ended meanwhile
  }
}

function sizeOf(directory: string): number {
  let bytes = 0;
  try {
    for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) bytes += statSync(path.join(entry.parentPath, entry.name)).size;
    }
  } catch {
    // Files come and go while we look.
  }
  return bytes;
}
