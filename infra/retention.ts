// For how many days what is kept. Lifecycle and lock are made of the same numbers, so that neither contradicts the other.

import type { RetentionSettings } from "@/lib/domain/retention/settings";
import * as retention from "@/lib/domain/retention/settings";
import { meanIntervalHours } from "@/lib/domain/schedule-interval";
import type { EnvironmentConfig } from "./config";

/** How long a bundle lives: longer than the snapshots that are guaranteed. */
export const bundleDays = ({ retentionDays, fullIntervalDays }: EnvironmentConfig["backups"]): number =>
  retention.bundleDays(retentionDays, fullIntervalDays);

export type LockConfig = NonNullable<EnvironmentConfig["lock"]["primary"]>;

/** The lock of a side's backups, with its days; undefined where it has none. */
export function lockOf({ lock, backups }: EnvironmentConfig, side: "primary" | "replica") {
  const configured = lock[side];
  return configured && { ...configured, days: configured.days ?? bundleDays(backups) };
}

/** An environment's settings as the simulator takes them. */
export function settingsOf({ backups, lock, colderStorage }: EnvironmentConfig): RetentionSettings {
  const { retentionDays, fullIntervalDays, recoveryDays, schedule } = backups;
  return {
    intervalHours: meanIntervalHours(schedule) ?? 24,
    ...{ retentionDays, fullIntervalDays, recoveryDays },
    locked: lock.primary ? "both" : lock.replica ? "replica" : "none",
    lockDays: lock.replica?.days,
    storageClass: { primary: colderStorage.primary ?? "STANDARD", replica: colderStorage.replica ?? "STANDARD" },
    growthPercent: 0,
  };
}
