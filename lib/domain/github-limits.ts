// GitHub's limits that a restore meets, in one table: the plan, the preflight and the worker's pace all go by it. Sources:
// "Repository limits", "Troubleshooting the 2 GB push limit", "Rate limits for the REST API" and "Best practices for using
// the REST API" of docs.github.com.

const MINUTE_MS = 60_000;

export const GITHUB_LIMITS = {
  /** Of one push, as received. */
  pushBytes: 2 * 1024 ** 3,
  /** Of one file in a push. */
  objectBytes: 100 * 1024 ** 2,
  /** Recommended, not enforced: the whole repository. */
  repositoryBytes: 10 * 1024 ** 3,
  topics: 20,
  nameCharacters: 100,
  descriptionCharacters: 350,
} as const;

/** At most `count` in any time of `ms`. */
export interface Rate {
  count: number;
  ms: number;
}

/** "Wait at least one second between" changes, where they come in numbers: kept on the whole; a handful may go at once. */
export const WRITE_RATES: readonly Rate[] = [
  { count: 5, ms: 5_000 },
  { count: 80, ms: MINUTE_MS },
];

/** Requests that create content, of which there may be fewer than of other changes. */
export const CREATION_RATES: readonly Rate[] = [
  { count: 80, ms: MINUTE_MS },
  { count: 500, ms: 60 * MINUTE_MS },
];

export const PUSHES_PER_MINUTE = 6;

/** What is planned for, a little below the limit: pack sizes are estimates. */
export const DEFAULT_PUSH_LIMIT_MIB = 1900;

/**
 * When the next of a row of events may happen, given the times of those before (ascending, milliseconds); not before
 * `now`.
 */
export function nextAllowed(before: readonly number[], rates: readonly Rate[], now: number): number {
  return rates.reduce((at, { count, ms }) => {
    const first = before.at(-count);
    return before.length >= count && first !== undefined ? Math.max(at, first + ms) : at;
  }, now);
}
