// When the next backup is due, from an EventBridge Scheduler expression: rate(...), cron(...) or at(...). What is rarer
// than this (L, W and # in cron) gives no time rather than a wrong one.
import { type LocalTime, localTime, zonedTime } from "./time-zone";

export interface Schedule {
  expression: string;
  timezone: string;
  enabled: boolean;
}

const DAYS_AHEAD = 800;
const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/** `last`: the start of the last scheduled run, which a rate counts from. Undefined when it cannot be told. */
export function nextRunTime(schedule: Schedule, now: Date, last?: Date): Date | undefined {
  if (!schedule.enabled) return undefined;
  const [, kind, body = ""] = /^(rate|cron|at)\((.+)\)$/.exec(schedule.expression.trim()) ?? [];
  if (kind === "rate") return nextByRate(body, now, last);
  if (kind === "at") return nextAt(body, schedule.timezone, now);
  if (kind === "cron") return nextByCron(body, schedule.timezone, now);
  return undefined;
}

/** The rhythm in words, as far as it is a common one; the expression itself otherwise. */
export function describeSchedule({ expression, timezone }: Schedule): string {
  const rate = /^rate\((\d+) (\w+?)s?\)$/.exec(expression);
  if (rate) return rate[1] === "1" ? `every ${rate[2]}` : `every ${rate[1]} ${rate[2]}s`;
  const daily = /^cron\((\d+) (\d+) (?:\* \* \?|\? \* \*) \*\)$/.exec(expression);
  if (daily)
    return `every day at ${(daily[2] ?? "").padStart(2, "0")}:${(daily[1] ?? "").padStart(2, "0")} ${timezone}`;
  return `${expression} ${timezone}`;
}

function nextByRate(body: string, now: Date, last: Date | undefined): Date | undefined {
  const [, count, unit = ""] = /^(\d+) (minute|hour|day)s?$/.exec(body) ?? [];
  const unitMs = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }[unit];
  if (!count || !unitMs || !last) return undefined;
  const period = Number(count) * unitMs;
  const passed = Math.max(0, Math.floor((now.getTime() - last.getTime()) / period));
  return new Date(last.getTime() + (passed + 1) * period);
}

function nextAt(body: string, timezone: string, now: Date): Date | undefined {
  const [, year, month, day, hour, minute] = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/.exec(body) ?? [];
  if (!year) return undefined;
  const at = zonedTime(
    { year: Number(year), month: Number(month), day: Number(day), hour: Number(hour), minute: Number(minute) },
    timezone,
  );
  return at && at > now ? at : undefined;
}

function nextByCron(body: string, timezone: string, now: Date): Date | undefined {
  const [minute, hour, dayOfMonth, month, dayOfWeek, year] = body.trim().split(/\s+/);
  const minutes = fieldValues(minute, 0, 59);
  const hours = fieldValues(hour, 0, 23);
  const days = fieldValues(dayOfMonth, 1, 31);
  const months = fieldValues(month, 1, 12, MONTHS, 1);
  const weekdays = fieldValues(dayOfWeek, 1, 7, WEEKDAYS, 1);
  const years = fieldValues(year, 1970, 2199);
  const today = localTime(now, timezone);
  if (!minutes || !hours || !days || !months || !weekdays || !years || !today) return undefined;
  for (let ahead = 0; ahead < DAYS_AHEAD; ahead++) {
    const day = new Date(Date.UTC(today.year, today.month - 1, today.day + ahead));
    const matches =
      years.has(day.getUTCFullYear()) &&
      months.has(day.getUTCMonth() + 1) &&
      days.has(day.getUTCDate()) &&
      weekdays.has(day.getUTCDay() + 1);
    const found = matches ? firstTimeOf(day, hours, minutes, timezone, now) : undefined;
    if (found) return found;
  }
  return undefined;
}

function firstTimeOf(day: Date, hours: Set<number>, minutes: Set<number>, timezone: string, now: Date) {
  for (const hour of [...hours].sort(byNumber)) {
    for (const minute of [...minutes].sort(byNumber)) {
      const local: LocalTime = {
        year: day.getUTCFullYear(),
        month: day.getUTCMonth() + 1,
        day: day.getUTCDate(),
        hour,
        minute,
      };
      const at = zonedTime(local, timezone);
      if (at && at > now) return at;
    }
  }
  return undefined;
}

/** The values a cron field allows; undefined for what is not understood. */
function fieldValues(field: string | undefined, from: number, to: number, names: string[] = [], first = 0) {
  const values = new Set<number>();
  for (const part of (field ?? "").split(",")) {
    const [range = "", step] = part.split("/");
    const [low = "", high] = range.split("-");
    const start = range === "*" || range === "?" ? from : numberOf(low, names, first);
    const end = range === "*" || range === "?" || (step && !high) ? to : numberOf(high ?? low, names, first);
    const stride = step === undefined ? 1 : Number(step);
    if (!inside(start, from, to) || !inside(end, from, to) || !(stride >= 1)) return undefined;
    for (let value = start; value <= end; value += stride) values.add(value);
  }
  return values;
}

function numberOf(text: string, names: string[], first: number): number {
  const index = names.indexOf(text.toUpperCase());
  return index >= 0 ? index + first : /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

const inside = (value: number, from: number, to: number) => value >= from && value <= to;
const byNumber = (a: number, b: number) => a - b;
