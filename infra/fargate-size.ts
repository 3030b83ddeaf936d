// What Fargate can run: memory depends on vCPU. Source: the task size table of the ECS developer guide.
import type { ConfigurationProblem } from "./configuration-error";

export interface FargateSize {
  /** CPU units; 1024 is one vCPU. */
  cpu: number;
  memoryMiB: number;
  /** Scratch disk; 20 GiB come with every task. */
  ephemeralStorageGiB: number;
}

/** Fargate gives this much to every task and rejects a definition that asks for it. */
const INCLUDED_STORAGE_GIB = 20;

/** Of a task definition. */
export const scratchDisk = ({ ephemeralStorageGiB }: FargateSize) =>
  ephemeralStorageGiB > INCLUDED_STORAGE_GIB ? { ephemeralStorageGiB } : {};

interface MemoryRange {
  from: number;
  to: number;
  step: number;
}

const GIB = 1024;

const MEMORY_BY_CPU: ReadonlyMap<number, MemoryRange> = new Map([
  [256, { from: 512, to: 2 * GIB, step: 512 }],
  [512, { from: GIB, to: 4 * GIB, step: GIB }],
  [1024, { from: 2 * GIB, to: 8 * GIB, step: GIB }],
  [2048, { from: 4 * GIB, to: 16 * GIB, step: GIB }],
  [4096, { from: 8 * GIB, to: 30 * GIB, step: GIB }],
  [8192, { from: 16 * GIB, to: 60 * GIB, step: 4 * GIB }],
  [16384, { from: 32 * GIB, to: 120 * GIB, step: 8 * GIB }],
]);

/** What makes `size` impossible on Fargate; empty when it is possible. */
export function fargateSizeProblems(path: string, size: FargateSize): ConfigurationProblem[] {
  const problems: ConfigurationProblem[] = [];
  const range = MEMORY_BY_CPU.get(size.cpu);
  if (!range) {
    problems.push({
      path: `${path}.cpu`,
      sentence: `Fargate has no size with ${size.cpu} CPU units`,
      hint: `Use one of ${[...MEMORY_BY_CPU.keys()].join(", ")}.`,
    });
  } else if (!fits(size, range)) {
    problems.push({
      path: `${path}.memoryMiB`,
      sentence: `Fargate cannot give ${size.memoryMiB} MiB to ${size.cpu} CPU units`,
      hint: `Use ${range.from} to ${range.to} MiB in steps of ${range.step}.`,
    });
  }
  if (size.ephemeralStorageGiB < 20 || size.ephemeralStorageGiB > 200) {
    problems.push({
      path: `${path}.ephemeralStorageGiB`,
      sentence: `Fargate cannot give ${size.ephemeralStorageGiB} GiB of scratch disk`,
      hint: "Use 20 to 200 GiB; a larger repository is restored by hand, see docs/operator-runbook.md.",
    });
  }
  return problems;
}

const fits = ({ memoryMiB, cpu }: FargateSize, range: MemoryRange): boolean =>
  memoryMiB >= range.from &&
  memoryMiB <= range.to &&
  // 256 CPU units are the exception: 512, 1024, 2048, but not 1536.
  (cpu === 256 ? [512, GIB, 2 * GIB].includes(memoryMiB) : memoryMiB % range.step === 0);
