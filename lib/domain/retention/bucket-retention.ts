// For how long a bucket keeps what, read from its own rules: they are what deletes, whatever was configured elsewhere.

import { holdsPrefix } from "../bucket-keys";
import { longestChainDays } from "../bundle-chain";
import { STORAGE_CLASSES, type StorageClass } from "../cost/prices";
import type { BucketPosture } from "../doctor/judge-bucket";
import type { Part } from "../part";
import { expiryDays, expiryRules, type LifecycleRule, least } from "./expiry-rules";

export interface BucketRetention {
  /** Days until a bundle expires; absent where nothing does. */
  keptDays?: number;
  /** Of these, days for which every snapshot is complete: a bundle may be needed longer than the snapshot it came with. */
  guaranteeDays?: number;
  /** Days for which an expired or deleted version can be brought back; absent where it is never removed. */
  recoveryDays?: number;
  holdDays?: number;
  lock?: { mode?: string; days: number };
  /** Where older bundles are moved to. */
  moves?: { storageClass: StorageClass; afterDays: number };
}

/** Unknown where the rules or the lock cannot be read. */
export function bucketRetention(
  { lifecycle, lock }: Pick<BucketPosture, "lifecycle" | "lock">,
  { rootPrefix, fullIntervalDays }: { rootPrefix: string; fullIntervalDays: number },
): Part<BucketRetention> {
  if (!lifecycle.known) return lifecycle;
  if (!lock.known) return lock;
  const rules = lifecycle.value;
  const ofDays = expiryRules(rules, rootPrefix);
  const keptDays = expiryDays(rules, rootPrefix);
  const { enabled, days, mode } = lock.value ?? {};
  return {
    known: true,
    value: {
      keptDays,
      guaranteeDays: keptDays === undefined ? undefined : Math.max(0, keptDays - longestChainDays(fullIntervalDays)),
      recoveryDays: least(ofDays.map(({ noncurrentDays }) => noncurrentDays)),
      holdDays: least(
        rules
          .filter(({ prefix }) => `${holdsPrefix(rootPrefix)}1`.startsWith(prefix))
          .map(({ expirationDays }) => expirationDays),
      ),
      lock: enabled && days ? { mode: mode?.toLowerCase(), days } : undefined,
      moves: movesOf(ofDays),
    },
  };
}

/** What lies deeper cannot be read at once, and so is no class of these. */
function movesOf(rules: readonly LifecycleRule[]): BucketRetention["moves"] {
  for (const { days, storageClass } of rules.flatMap(({ transitions = [] }) => transitions)) {
    const known = STORAGE_CLASSES.find((each) => each === storageClass);
    if (known) return { storageClass: known, afterDays: days };
  }
  return undefined;
}
