// A bucket's lifecycle rules, and those of them under which backups expire.

export interface LifecycleRule {
  prefix: string;
  /** Days until a current version expires. */
  expirationDays?: number;
  /** Days a replaced or deleted version is kept. */
  noncurrentDays?: number;
  /** Days until the parts of an upload that was never completed are removed. */
  abortUploadDays?: number;
  /** Moves of current versions to another storage class. */
  transitions?: { days: number; storageClass: string }[];
}

/** A snapshot's day, for rules that name a prefix: which one does not matter. */
const ANY_DAY = "2026-01-01";

/** Those of the dated folders. */
export const expiryRules = (rules: readonly LifecycleRule[], rootPrefix: string): LifecycleRule[] =>
  rules.filter(({ prefix }) => `${rootPrefix}/${ANY_DAY}/`.startsWith(prefix) || prefix.startsWith(`${rootPrefix}/2`));

/** Undefined where no rule lets backups expire. */
export const expiryDays = (rules: readonly LifecycleRule[], rootPrefix: string): number | undefined =>
  least(expiryRules(rules, rootPrefix).map(({ expirationDays }) => expirationDays));

export function least(days: (number | undefined)[]): number | undefined {
  const told = days.filter((each) => each !== undefined);
  return told.length === 0 ? undefined : Math.min(...told);
}
