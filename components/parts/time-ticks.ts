import { formatClock, formatDay } from "@/lib/domain/exact-time";

const TWO_DAYS_MS = 2 * 86_400_000;
/** A chart has some ten to fifteen ticks: in a shorter time two of them have the same minute. */
const MINUTES_MS = 20 * 60_000;

/** The words under a chart's axis of times: days, or where there are few of them, the time of day, as exact as it takes. */
export function timeTicks(times: readonly Date[], zone: string): (time: Date) => string {
  const span = (times.at(-1)?.getTime() ?? 0) - (times[0]?.getTime() ?? 0);
  if (span >= TWO_DAYS_MS) return (time) => formatDay(time, zone);
  return (time) => formatClock(time.toISOString(), zone, span < MINUTES_MS);
}
