import { nextRunTime, type Schedule } from "./schedule";

/** A Monday in winter, from which a year of starts is laid out: any would do, and it makes the answer the same every day. */
const FROM = new Date("2026-01-05T00:00:00Z");
const DAYS = 400;
/** A year of a daily schedule; one of hours has shown its nights and weekends by then. */
const MOST_STARTS = 400;
const HOUR_MS = 3_600_000;

/**
 * The longest time between two starts that a schedule asks for, in hours: 60 for working hours from Monday to Friday, 25 for a
 * daily one whose time zone changes its clocks. Undefined where it cannot be told (L, W and # in cron), and of one start alone.
 */
export function longestIntervalHours(schedule: Omit<Schedule, "enabled">): number | undefined {
  const all = intervalsOf(schedule);
  return all.length === 0 ? undefined : Math.max(...all);
}

/** The time between two starts on average, in hours: 2 for every hour of working days. Undefined as above. */
export function meanIntervalHours(schedule: Omit<Schedule, "enabled">): number | undefined {
  const all = intervalsOf(schedule);
  return all.length === 0 ? undefined : all.reduce((sum, each) => sum + each, 0) / all.length;
}

function intervalsOf({ expression, timezone }: Omit<Schedule, "enabled">): number[] {
  const [, count, unit = ""] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression.trim()) ?? [];
  const unitHours = { minute: 1 / 60, hour: 1, day: 24 }[unit];
  if (count && unitHours) return [Number(count) * unitHours];
  const end = FROM.getTime() + DAYS * 24 * HOUR_MS;
  const intervals: number[] = [];
  let last: Date | undefined;
  for (let starts = 0; starts < MOST_STARTS; starts++) {
    const next = nextRunTime({ expression, timezone, enabled: true }, last ?? FROM);
    if (!next) break;
    if (last) intervals.push((next.getTime() - last.getTime()) / HOUR_MS);
    if (next.getTime() > end) break;
    last = next;
  }
  return intervals;
}
