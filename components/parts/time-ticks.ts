import { formatClock, formatDay } from "@/lib/domain/exact-time";

const TWO_DAYS_MS = 2 * 86_400_000;

/** The words under a chart's axis of times: days, or where there are few of them, the time of day. */
export function timeTicks(times: readonly Date[], zone: string): (time: Date) => string {
  const span = (times.at(-1)?.getTime() ?? 0) - (times[0]?.getTime() ?? 0);
  return (time) => (span < TWO_DAYS_MS ? formatClock(time.toISOString(), zone) : formatDay(time, zone));
}
