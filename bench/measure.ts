// Runs a program and tells what it cost: wall clock, CPU of it and its children, the largest process's memory, scratch disk.
import { spawn } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

export interface Cost {
  wallSeconds: number;
  cpuSeconds: number;
  /** Of the largest single process of the tree, as the kernel counted it. */
  peakRssBytes: number;
  peakScratchBytes: number;
  /** Of the sandbox's servers meanwhile: it competes for the same cores. */
  serverCpuSeconds: number;
}

/** Looking costs CPU that is shared with what is measured; the kernel keeps the high-water marks of memory itself. */
const LOOK_AT_MEMORY_MS = 50;
const LOOK_AT_SCRATCH_MS = 50;

export async function measure(
  command: string,
  args: string[],
  options: {
    env: Record<string, string>;
    scratch?: string;
    serverCpu?: () => number;
    onOutput?: (text: string) => void;
  },
): Promise<Cost> {
  // bash's `times` tells the CPU of all children that were waited for, git's helpers included.
  const script = '"$@"; code=$?; times >&2; exit $code';
  const serverCpu = options.serverCpu ?? (() => 0);
  const before = serverCpu();
  const started = performance.now();
  const child = spawn("bash", ["-c", script, "bash", command, ...args], {
    env: options.env as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let errors = "";
  child.stdout.on("data", (chunk) => {
    options.onOutput?.(String(chunk));
    output = (output + chunk).slice(-4000);
  });
  child.stderr.on("data", (chunk) => {
    errors = (errors + chunk).slice(-4000);
  });
  let peakRss = 0;
  let peakScratch = 0;
  const memory = setInterval(() => {
    peakRss = Math.max(peakRss, ...marksBelow(child.pid ?? 0));
  }, LOOK_AT_MEMORY_MS);
  const scratch = setInterval(() => {
    if (options.scratch) peakScratch = Math.max(peakScratch, sizeOf(options.scratch));
  }, LOOK_AT_SCRATCH_MS);
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  clearInterval(memory);
  clearInterval(scratch);
  const wallSeconds = (performance.now() - started) / 1000;
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}\n${output}\n${errors}`);
  return {
    wallSeconds,
    cpuSeconds: childrenCpu(errors),
    peakRssBytes: peakRss * 1024,
    peakScratchBytes: peakScratch,
    serverCpuSeconds: serverCpu() - before,
  };
}

/** The second line of `times`: user and system time of the children, as 0m1.234s. */
function childrenCpu(errors: string): number {
  const matches = [...errors.matchAll(/(\d+)m([\d.]+)s/g)].slice(-2);
  return matches.reduce((sum, match) => sum + Number(match[1]) * 60 + Number(match[2]), 0);
}

/** High-water marks of memory, in KiB, of every process below `root`. */
function marksBelow(root: number): number[] {
  return childrenOf(root).flatMap((pid) => [
    Number(/VmHWM:\s+(\d+)/.exec(readOrNothing(`/proc/${pid}/status`))?.[1] ?? 0),
    ...marksBelow(pid),
  ]);
}

/** Linux counts CPU time in hundredths of a second whatever the machine. */
const TICKS_PER_SECOND = 100;

/** CPU so far of a process, of those it started and of those of them that have ended, in seconds. */
export function cpuOfTree(root: number): number {
  const stat = readOrNothing(`/proc/${root}/stat`);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  // utime, stime, cutime, cstime: fields 14 to 17 of proc(5), of which two stand before the cut.
  const own = fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS_PER_SECOND;
  return childrenOf(root).reduce((sum, child) => sum + cpuOfTree(child), own);
}

/** Memory in use now, in bytes, of a process and of all it started. */
export function rssOfTree(root: number): number {
  const kib = Number(/VmRSS:\s+(\d+)/.exec(readOrNothing(`/proc/${root}/status`))?.[1] ?? 0);
  return childrenOf(root).reduce((sum, child) => sum + rssOfTree(child), kib * 1024);
}

/** Any thread may have started it. */
function childrenOf(pid: number): number[] {
  let threads: string[] = [];
  try {
    threads = readdirSync(`/proc/${pid}/task`);
  } catch {
    // It has ended meanwhile.
  }
  return threads.flatMap((thread) =>
    readOrNothing(`/proc/${pid}/task/${thread}/children`).split(" ").filter(Boolean).map(Number),
  );
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

export function median(costs: Cost[]): Cost {
  const middle = (of: (cost: Cost) => number) =>
    costs.map(of).sort((a, b) => a - b)[Math.floor(costs.length / 2)] ?? Number.NaN;
  return {
    wallSeconds: middle((cost) => cost.wallSeconds),
    cpuSeconds: middle((cost) => cost.cpuSeconds),
    peakRssBytes: middle((cost) => cost.peakRssBytes),
    peakScratchBytes: middle((cost) => cost.peakScratchBytes),
    serverCpuSeconds: middle((cost) => cost.serverCpuSeconds),
  };
}
