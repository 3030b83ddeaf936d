// For how many days what is kept. Lifecycle and lock are made of the same numbers, so that neither contradicts the other.
import { longestChainDays } from "@/lib/domain/bundle-chain";
import type { EnvironmentConfig } from "./config";

/**
 * A snapshot may need a bundle that is up to `longestChainDays` older than itself, so bundles live that much longer than
 * the snapshots that are guaranteed.
 */
export const bundleDays = ({ retentionDays, fullIntervalDays }: EnvironmentConfig["backups"]): number =>
  retentionDays + longestChainDays(fullIntervalDays);

export type LockConfig = NonNullable<EnvironmentConfig["lock"]["primary"]>;

/** The lock of a side's backups, with its days; undefined where it has none. */
export function lockOf({ lock, backups }: EnvironmentConfig, side: "primary" | "replica") {
  const configured = lock[side];
  return configured && { ...configured, days: configured.days ?? bundleDays(backups) };
}
