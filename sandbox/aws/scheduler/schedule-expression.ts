import { type CronFields, parseCronFields } from "./cron-fields";
import { instantOf, type LocalTime, localTime } from "./local-time";

/**
 * When a schedule fires next after `after`: rate(5 minutes), cron(0 8 ? * MON-FRI *) or at(2026-11-21T08:00:00), in an
 * IANA time zone. A rate is counted from `after`. Undefined when it will not fire again.
 *
 * @throws Error saying what is wrong with the expression
 */
export function nextFireTime(expression: string, timezone: string, after: Date): Date | undefined {
  const parsed = parseScheduleExpression(expression, timezone);
  switch (parsed.kind) {
    case "rate":
      return new Date(after.getTime() + parsed.everyMs);
    case "at":
      return parsed.at > after ? parsed.at : undefined;
    case "cron":
      return nextCronTime(parsed.fields, timezone, after.getTime());
  }
}

export type ScheduleExpression =
  | { kind: "rate"; everyMs: number }
  | { kind: "at"; at: Date }
  | { kind: "cron"; fields: CronFields };

/** @throws Error saying what is wrong with the expression */
export function parseScheduleExpression(expression: string, timezone: string): ScheduleExpression {
  const [, kind, content = ""] = /^(rate|cron|at)\((.*)\)$/.exec(expression) ?? [];
  checkTimezone(timezone);
  if (kind === "rate") return { kind, everyMs: parseRate(content) };
  if (kind === "cron") return { kind, fields: parseCronFields(content) };
  if (kind === "at") return { kind, at: parseAt(content, timezone) };
  throw new Error("a schedule expression reads rate(...), cron(...) or at(...)");
}

const UNIT_MS: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

function parseRate(content: string): number {
  const [, value, unit = ""] = /^(\d+) (minute|hour|day)s?$/.exec(content.trim()) ?? [];
  const everyMs = Number(value) * (UNIT_MS[unit] ?? 0);
  if (!(everyMs > 0)) throw new Error("a rate reads 'value unit', with minutes, hours or days");
  return everyMs;
}

function parseAt(content: string, timezone: string): Date {
  const fields = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)$/.exec(content.trim())?.slice(1).map(Number);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = fields ?? [];
  const instant = fields && instantOf({ year, month, day, hour, minute, second }, timezone);
  if (instant === undefined) throw new Error("a time reads yyyy-mm-ddThh:mm:ss and must exist in its time zone");
  return new Date(instant);
}

function checkTimezone(timezone: string): void {
  try {
    localTime(0, timezone);
  } catch {
    throw new Error(`'${timezone}' is not a time zone of the IANA database`);
  }
}

/**
 * Walks the calendar of the time zone day by day: dates are cheap to decide, and hours and minutes are tried only on
 * days that match. Times skipped by daylight saving never fire, repeated ones fire once.
 */
function nextCronTime(fields: CronFields, timezone: string, after: number): Date | undefined {
  const start = localTime(after, timezone);
  for (let offset = 0; ; offset += 1) {
    const date = addDays(start, offset);
    if (date.year > fields.lastYear) return undefined;
    if (!fields.matchesDate(date)) continue;
    for (const hour of fields.hours) {
      for (const minute of fields.minutes) {
        const instant = instantOf({ ...date, hour, minute, second: 0 }, timezone);
        if (instant !== undefined && instant > after) return new Date(instant);
      }
    }
  }
}

function addDays(from: LocalTime, days: number): { year: number; month: number; day: number } {
  const date = new Date(Date.UTC(from.year, from.month - 1, from.day + days));
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}
