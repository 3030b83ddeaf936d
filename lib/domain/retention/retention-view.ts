// What the page "Retention and cost" is given: the buckets' own rules, the settings they come from, the fleet's sizes.
import type { Problem } from "../errors";
import type { SnapshotId } from "../ids";
import type { Part } from "../part";
import type { Side } from "../snapshot";
import type { BucketRetention } from "./bucket-retention";
import type { FleetSizes } from "./fleet-sizes";
import type { RetentionSettings } from "./settings";

export interface RetentionView {
  buckets: BucketRules[];
  /** As they are now. */
  settings: RetentionSettings;
  /** Sentences: what of the settings could not be read, and what was taken instead. */
  assumed: string[];
  fullIntervalDays: number;
  /** Undefined before the first backup. */
  fleet: Part<MeasuredFleet | undefined>;
}

export interface BucketRules {
  side: Side;
  bucket: string;
  region: string;
  rules: Part<BucketRetention>;
}

export interface MeasuredFleet {
  sizes: FleetSizes;
  snapshot: SnapshotId;
  /** The bucket that was read. */
  side: Side;
  /** Why it was not the primary. */
  notice?: Problem;
}

/** Settings that nothing tells. */
const ASSUMED_RETENTION_DAYS = 365;
const ASSUMED_RECOVERY_DAYS = 30;
/** Where nothing ever expires: longer than any picture. */
const NEVER_DAYS = 3650;

/** `intervalHours` is undefined where no schedule tells it; `targetHours` is what the alarms go by. */
export function currentSettings(
  buckets: readonly BucketRules[],
  told: { fullIntervalDays: number; intervalHours?: number; targetHours: number },
): Pick<RetentionView, "settings" | "assumed"> {
  const ruled = buckets.flatMap(({ side, rules }) => (rules.known ? [{ side, ...rules.value }] : []));
  const [first] = ruled;
  const lock = (side: Side) => ruled.find((each) => each.side === side)?.lock;
  const classOn = (side: Side) => ruled.find((each) => each.side === side)?.moves?.storageClass ?? "STANDARD";
  const retentionDays = first ? (first.guaranteeDays ?? NEVER_DAYS) : ASSUMED_RETENTION_DAYS;
  return {
    settings: {
      intervalHours: told.intervalHours ?? told.targetHours,
      retentionDays: Math.max(1, retentionDays),
      fullIntervalDays: told.fullIntervalDays,
      recoveryDays: first?.recoveryDays ?? ASSUMED_RECOVERY_DAYS,
      locked: lock("primary") ? "both" : lock("replica") ? "replica" : "none",
      lockDays: lock("replica")?.days ?? lock("primary")?.days,
      storageClass: { primary: classOn("primary"), replica: classOn("replica") },
      growthPercent: 0,
    },
    assumed: [
      ...(told.intervalHours === undefined
        ? [`No schedule could be read; a backup every ${told.targetHours} hours is taken, as the alarms expect it.`]
        : []),
      ...(first
        ? []
        : [`No bucket's rules could be read; ${ASSUMED_RETENTION_DAYS} days of retention and no lock are taken.`]),
      ...(first && first.keptDays === undefined
        ? [`Nothing lets backups expire; ${NEVER_DAYS / 365} years of retention are taken.`]
        : []),
      ...(first && first.keptDays !== undefined && first.recoveryDays === undefined
        ? [`Expired versions are never removed; ${ASSUMED_RECOVERY_DAYS} days are taken.`]
        : []),
    ],
  };
}
