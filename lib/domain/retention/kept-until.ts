// Until when a snapshot can be restored from a bucket, by that bucket's own rules.
import type { SnapshotSummary } from "../snapshot";
import type { BucketRetention } from "./bucket-retention";

/**
 * guaranteed: every bundle it needs is there. expiring: still so, for a week at most. past: younger snapshots' bundles are what
 * it lives by, each day may be its last. cut: a bundle it needs has expired. forever: nothing expires.
 */
export const KEEPING_STATES = ["guaranteed", "expiring", "past", "cut", "forever"] as const;
export type KeepingState = (typeof KEEPING_STATES)[number];

export const KEEPING_VIEW: Record<
  KeepingState,
  { label: string; indicator: "success" | "warning" | "error" | "stopped" | "info"; explanation: string }
> = {
  guaranteed: {
    label: "In guarantee",
    indicator: "success",
    explanation: "Every bundle that it needs is kept until then.",
  },
  expiring: {
    label: "Expiring soon",
    indicator: "warning",
    explanation: "Its guarantee ends within a week. What has to stay longer is restored or downloaded now.",
  },
  past: {
    label: "Past guarantee",
    indicator: "stopped",
    explanation: "It is still whole, and no longer promised: its oldest bundle expires next.",
  },
  cut: {
    label: "Not whole any more",
    indicator: "error",
    explanation: "A bundle that it needs has expired. While the version behind it is kept it can be brought back.",
  },
  forever: {
    label: "Kept for ever",
    indicator: "info",
    explanation: "No rule of the bucket lets backups expire; it only grows.",
  },
};

export interface KeptUntil {
  state: KeepingState;
  /** The end of the guarantee; absent where nothing expires, as the next ones. */
  guaranteedUntil?: string;
  /** When the first bundle that it needs expires: never before the guarantee ends. */
  wholeUntil?: string;
  /** When its own objects expire: younger snapshots may need them until then. */
  ownUntil?: string;
  /** Nobody can delete its own objects before. */
  lockedUntil?: string;
}

/** What the list of snapshots knows of one. */
export type Keepable = Pick<SnapshotSummary, "finishedAt" | "oldestBundleAt">;

const SOON_DAYS = 7;
const DAY_MS = 86_400_000;

export function keptUntil({ finishedAt, oldestBundleAt }: Keepable, rules: BucketRetention, now: Date): KeptUntil {
  const { keptDays, guaranteeDays, lock } = rules;
  const lockedUntil = lock && after(finishedAt, lock.days);
  if (keptDays === undefined || guaranteeDays === undefined) return { state: "forever", lockedUntil };
  const guaranteedUntil = after(finishedAt, guaranteeDays);
  const wholeUntil = expiresAt(oldestBundleAt ?? finishedAt, keptDays);
  const ends = { guaranteedUntil, wholeUntil, ownUntil: expiresAt(finishedAt, keptDays), lockedUntil };
  return { state: stateOf(guaranteedUntil, wholeUntil, now), ...ends };
}

function stateOf(guaranteedUntil: string, wholeUntil: string, now: Date): KeepingState {
  if (wholeUntil <= now.toISOString()) return "cut";
  const left = Date.parse(guaranteedUntil) - now.getTime();
  return left <= 0 ? "past" : left <= SOON_DAYS * DAY_MS ? "expiring" : "guaranteed";
}

const after = (time: string, days: number): string => new Date(Date.parse(time) + days * DAY_MS).toISOString();

/** S3 counts whole days and acts at the midnight (UTC) after they have passed: the user guide's lifecycle rules. */
const expiresAt = (time: string, days: number): string =>
  new Date(Math.ceil((Date.parse(time) + days * DAY_MS) / DAY_MS) * DAY_MS).toISOString();
