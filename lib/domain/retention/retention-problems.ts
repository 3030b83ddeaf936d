// What retention, chains and locks can break together. The configuration is refused for it, and the simulator says so before.
import { bundleDays } from "./settings";

export interface RetentionProblem {
  /** The key of infra/config.ts. */
  path: string;
  sentence: string;
  hint: string;
}

interface Kept {
  retentionDays: number;
  fullIntervalDays: number;
  recoveryDays: number;
}

export function retentionProblem({ retentionDays, fullIntervalDays }: Kept): RetentionProblem[] {
  if (retentionDays >= fullIntervalDays) return [];
  return [
    {
      path: "backups.retentionDays",
      sentence: `${retentionDays} days of retention are shorter than the ${fullIntervalDays} days between full bundles`,
      hint: "Keep at least as many days as lie between two full bundles, or set fullIntervalDays lower.",
    },
  ];
}

/** `days` as the lock has them; as long as a bundle may be needed, when missing. */
export function lockProblem(kept: Kept, side: "primary" | "replica", days: number | undefined): RetentionProblem[] {
  const needed = bundleDays(kept.retentionDays, kept.fullIntervalDays);
  const longest = needed + kept.recoveryDays;
  const given = days ?? needed;
  const path = `lock.${side}.days`;
  if (given < needed)
    return [
      {
        path,
        sentence: `a lock of ${given} days is shorter than the ${needed} days for which a bundle may be needed`,
        hint: "Leave days out: then bundles are locked for the retention and the longest chain.",
      },
    ];
  if (given > longest)
    return [
      {
        path,
        sentence: `a lock of ${given} days outlasts the ${longest} days after which lifecycle removes a bundle`,
        hint: "Leave days out, or raise backups.retentionDays: what is locked cannot be removed, and is paid for.",
      },
    ];
  return [];
}
