// What decides how much is kept: the settings of infra/config.ts that the simulator turns.
import { longestChainDays } from "../bundle-chain";
import type { StorageClass } from "../cost/prices";
import type { Side } from "../snapshot";

/** both: S3 gives a copy the lock of its original, so a locked primary needs a locked replica. */
export const LOCKED = ["none", "replica", "both"] as const;
export type Locked = (typeof LOCKED)[number];

export interface RetentionSettings {
  /** Between two backups, on average. */
  intervalHours: number;
  /** Snapshots this young are guaranteed to be restorable. */
  retentionDays: number;
  fullIntervalDays: number;
  /** How long a deleted or replaced version can be brought back. */
  recoveryDays: number;
  locked: Locked;
  /** Of each locked bucket; as long as a bundle may be needed, when missing. */
  lockDays?: number;
  /** Where what no new snapshot needs any more is moved to. */
  storageClass: Record<Side, StorageClass>;
  /** Part of the repositories that changes on a day, 0 to 1; as measured, when missing. */
  changedShare?: number;
  /** Of the repositories' sizes, and of what changes in them, in a year. */
  growthPercent: number;
}

/** A snapshot may need a bundle that is so much older than itself, so bundles live longer than what is guaranteed. */
export const bundleDays = (retentionDays: number, fullIntervalDays: number): number =>
  retentionDays + longestChainDays(fullIntervalDays);

/** For so many days a bundle is paid for: until it expires, then as a version that can be brought back, and while it is locked. */
export function paidDays(settings: RetentionSettings, side: Side): number {
  const { retentionDays, fullIntervalDays, recoveryDays } = settings;
  return Math.max(bundleDays(retentionDays, fullIntervalDays) + recoveryDays, lockDaysOf(settings, side) ?? 0);
}

/** Undefined for a bucket without a lock. */
export function lockDaysOf(settings: RetentionSettings, side: Side): number | undefined {
  const { locked, lockDays, retentionDays, fullIntervalDays } = settings;
  if (locked === "none" || (locked === "replica" && side === "primary")) return undefined;
  return lockDays ?? bundleDays(retentionDays, fullIntervalDays);
}

/** S3 moves nothing to Standard-IA before. */
const LEAST_BEFORE_MOVE = 30;

/** After so many days no new snapshot points to a bundle: proofs, which read the newest chains, do not read what was moved. */
export const coldAfterDays = (fullIntervalDays: number): number =>
  Math.max(LEAST_BEFORE_MOVE, longestChainDays(fullIntervalDays)) + 1;
