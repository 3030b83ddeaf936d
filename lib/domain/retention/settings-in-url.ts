// The simulator's choices as parameters of its address. What is not chosen is as it is now.
import { STORAGE_CLASSES } from "../cost/prices";
import { LOCKED, type RetentionSettings } from "./settings";

export const SETTING_PARAMS = [
  "interval",
  "retention",
  "full",
  "lock",
  "lock-days",
  "primary-class",
  "replica-class",
  "changed",
  "growth",
] as const;
export type SettingParam = (typeof SETTING_PARAMS)[number];
export type SettingsQuery = Partial<Record<SettingParam, string | undefined>>;

/** The least and the most that is taken. */
export const LIMITS = {
  interval: [1, 720],
  retention: [1, 3650],
  full: [1, 365],
  "lock-days": [1, 4000],
  changed: [0, 100],
  growth: [0, 500],
} as const satisfies Partial<Record<SettingParam, readonly [number, number]>>;

/** What cannot be read, or lies beyond the limits, counts as not chosen. */
export function settingsFrom(query: SettingsQuery, now: RetentionSettings): RetentionSettings {
  const number = (name: keyof typeof LIMITS, whole = true) => numberIn(query[name], LIMITS[name], whole);
  const changed = number("changed", false);
  return {
    ...now,
    intervalHours: number("interval", false) ?? now.intervalHours,
    retentionDays: number("retention") ?? now.retentionDays,
    fullIntervalDays: number("full") ?? now.fullIntervalDays,
    ...lockFrom(query, now, number("lock-days")),
    storageClass: {
      primary: oneOf(STORAGE_CLASSES, query["primary-class"]) ?? now.storageClass.primary,
      replica: oneOf(STORAGE_CLASSES, query["replica-class"]) ?? now.storageClass.replica,
    },
    changedShare: changed === undefined ? now.changedShare : changed / 100,
    growthPercent: number("growth", false) ?? now.growthPercent,
  };
}

/** A lock that is chosen anew lasts as long as it has to, unless its days are chosen too. */
function lockFrom(query: SettingsQuery, now: RetentionSettings, days: number | undefined) {
  const locked = oneOf(LOCKED, query.lock) ?? now.locked;
  const asNow = locked === now.locked && query.retention === undefined && query.full === undefined;
  return { locked, lockDays: days ?? (asNow ? now.lockDays : undefined) };
}

function numberIn(text: string | undefined, [least, most]: readonly [number, number], whole: boolean) {
  if (text === undefined || !/^\d+(\.\d+)?$/.test(text)) return undefined;
  const value = Number(text);
  return value >= least && value <= most && (!whole || Number.isInteger(value)) ? value : undefined;
}

const oneOf = <T extends string>(all: readonly T[], text: string | undefined): T | undefined =>
  all.find((each) => each === text);
