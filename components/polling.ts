// How often each screen asks again. React Query pauses in a hidden tab and stops where the interval is false.
import type { FollowedRun } from "@/lib/domain/followed-run";
import { isActive } from "@/lib/domain/followed-run";
import { RUN_STATE_VIEW } from "@/lib/domain/run";

export const POLL_MS = {
  /** A run in its first seconds: whoever has just started it is watching. */
  youngRun: 1000,
  run: 2000,
  log: 2000,
  /** A list in which something is going on. */
  busyList: 5000,
  idleList: 30_000,
  alarms: 60_000,
  snapshot: 60_000,
  history: 10_000,
  coverage: 60_000,
  retention: 300_000,
} as const;

const YOUNG_MS = 10_000;
const LONGEST_MS = 120_000;

export function runInterval(run: FollowedRun | undefined, now: number): number | false {
  if (!run) return POLL_MS.busyList;
  const { state, requested_at } = run.record;
  if (RUN_STATE_VIEW[state].terminal) return false;
  return now - Date.parse(requested_at) < YOUNG_MS ? POLL_MS.youngRun : POLL_MS.run;
}

export function listInterval(runs: readonly FollowedRun[]): number {
  return runs.some(isActive) ? POLL_MS.busyList : POLL_MS.idleList;
}

interface PolledQuery<T> {
  state: { data: T | undefined; error: unknown; errorUpdateCount: number; dataUpdatedAt: number };
}

/** A `refetchInterval` that goes slower while the server does not answer: four times as slow, at most every two minutes. */
export function poll<T>(interval: (data: T | undefined) => number | false) {
  return (query: PolledQuery<T>): number | false => {
    const ms = interval(query.state.data);
    return query.state.error && ms !== false ? Math.min(ms * 4, LONGEST_MS) : ms;
  };
}

/** Below this a slow answer is not a missed one. */
const STALE_AFTER_MS = 10_000;

/**
 * Whether two polls were missed: what is shown may no longer be true. Judged by age alone, for a browser that is offline
 * does not even ask and so reports no error.
 */
export function isStale(dataUpdatedAt: number, intervalMs: number | false, now: number): boolean {
  if (dataUpdatedAt === 0 || intervalMs === false) return false;
  return now - dataUpdatedAt > Math.max(2.5 * intervalMs, STALE_AFTER_MS);
}
