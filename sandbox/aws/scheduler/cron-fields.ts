/**
 * The six fields of an AWS cron expression: minutes, hours, day of month, month, day of week, year. Ranges, lists,
 * steps, names, `L`, `W` and `#` as AWS documents them.
 *
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based
 */
export interface CronFields {
  minutes: number[];
  hours: number[];
  /** Whether a date of the calendar is one of the schedule's. Months and days of the week count from 1 (Sunday). */
  matchesDate: (date: CalendarDate) => boolean;
  lastYear: number;
}

export interface CalendarDate {
  year: number;
  month: number;
  day: number;
}

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const SATURDAY = 7;
const SUNDAY = 1;
const FIRST_YEAR = 1970;
const LAST_YEAR = 2199;

/** @throws Error saying which field is wrong */
export function parseCronFields(expression: string): CronFields {
  const fields = expression.trim().split(/\s+/);
  const [minutes = "", hours = "", dayOfMonth = "", month = "", dayOfWeek = "", year = ""] = fields;
  if (fields.length !== 6) {
    throw new Error("a cron expression has six fields: minutes hours day-of-month month day-of-week year");
  }
  if ((dayOfMonth === "?") === (dayOfWeek === "?")) {
    throw new Error("exactly one of day-of-month and day-of-week must be '?'");
  }
  const months = new Set(parseNumbers(month, { from: 1, to: 12, names: MONTHS, what: "month" }));
  const years = new Set(parseNumbers(year, { from: FIRST_YEAR, to: LAST_YEAR, names: [], what: "year" }));
  const dayMatches = dayOfWeek === "?" ? dayOfMonthMatcher(dayOfMonth) : dayOfWeekMatcher(dayOfWeek);
  return {
    minutes: parseNumbers(minutes, { from: 0, to: 59, names: [], what: "minutes" }),
    hours: parseNumbers(hours, { from: 0, to: 23, names: [], what: "hours" }),
    matchesDate: (date) => years.has(date.year) && months.has(date.month) && dayMatches(date),
    lastYear: Math.max(...years),
  };
}

interface FieldRange {
  from: number;
  to: number;
  /** Names of the numbers, beginning with `from`. */
  names: string[];
  what: string;
}

/** `*`, `5`, `1,2`, `1-5`, `0/15`, `*` with a step, `2-10/3`: the sorted numbers they stand for. */
function parseNumbers(field: string, range: FieldRange): number[] {
  const numbers = new Set<number>();
  for (const part of field.split(",")) {
    const [, base = "", step] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
    const [from, to] = parseSpan(base, step !== undefined, range);
    const by = step === undefined ? 1 : Number(step);
    if (by < 1 || from > to) throw new Error(`'${part}' is not a valid ${range.what}`);
    for (let number = from; number <= to; number += by) numbers.add(number);
  }
  return [...numbers].sort((a, b) => a - b);
}

function parseSpan(base: string, stepped: boolean, range: FieldRange): [from: number, to: number] {
  if (base === "*") return [range.from, range.to];
  const [first = "", second] = base.split("-");
  const from = parseNumber(first, range);
  // `5/10` runs from five to the end.
  const to = second === undefined ? (stepped ? range.to : from) : parseNumber(second, range);
  return [from, to];
}

function parseNumber(text: string, range: FieldRange): number {
  const named = range.names.indexOf(text.toUpperCase());
  const number = named >= 0 ? named + range.from : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= range.from && number <= range.to) return number;
  throw new Error(`'${text}' is not a valid ${range.what}; it must be between ${range.from} and ${range.to}`);
}

function dayOfMonthMatcher(field: string): (date: CalendarDate) => boolean {
  const range: FieldRange = { from: 1, to: 31, names: [], what: "day-of-month" };
  if (field === "L") return (date) => date.day === daysIn(date);
  if (field === "LW") return (date) => date.day === nearestWeekday(date, daysIn(date));
  const nearest = /^(\d+)W$/.exec(field)?.[1];
  if (nearest !== undefined) {
    const wanted = parseNumber(nearest, range);
    return (date) => wanted <= daysIn(date) && date.day === nearestWeekday(date, wanted);
  }
  const days = new Set(parseNumbers(field, range));
  return (date) => days.has(date.day);
}

function dayOfWeekMatcher(field: string): (date: CalendarDate) => boolean {
  const range: FieldRange = { from: 1, to: 7, names: WEEKDAYS, what: "day-of-week" };
  if (field === "L") return (date) => weekday(date) === SATURDAY;
  const [, last] = /^(\w+)L$/.exec(field) ?? [];
  if (last !== undefined) {
    const wanted = parseNumber(last, range);
    return (date) => weekday(date) === wanted && date.day + 7 > daysIn(date);
  }
  const [, nth, count] = /^(\w+)#([1-5])$/.exec(field) ?? [];
  if (nth !== undefined) {
    const wanted = parseNumber(nth, range);
    return (date) => weekday(date) === wanted && Math.ceil(date.day / 7) === Number(count);
  }
  const days = new Set(parseNumbers(field, range));
  return (date) => days.has(weekday(date));
}

/** The weekday nearest to `day`, without leaving the month. */
function nearestWeekday(month: CalendarDate, day: number): number {
  const on = weekday({ ...month, day });
  if (on === SATURDAY) return day > 1 ? day - 1 : day + 2;
  if (on === SUNDAY) return day < daysIn(month) ? day + 1 : day - 2;
  return day;
}

function weekday({ year, month, day }: CalendarDate): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;
}

function daysIn({ year, month }: CalendarDate): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
