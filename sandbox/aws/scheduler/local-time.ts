export interface LocalTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

const DAY_MS = 86_400_000;

/** What the clocks of `timezone` show at an instant. @throws RangeError for a zone that does not exist */
export function localTime(instant: number, timezone: string): LocalTime {
  const parts = formatter(timezone).formatToParts(instant);
  const number = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
  return {
    year: number("year"),
    month: number("month"),
    day: number("day"),
    hour: number("hour"),
    minute: number("minute"),
    second: number("second"),
  };
}

/**
 * The instant at which the clocks of `timezone` show `local`: the first of the two when clocks are put back, undefined
 * for an hour that is skipped. These are the rules of EventBridge Scheduler for daylight saving time.
 */
export function instantOf(local: LocalTime, timezone: string): number | undefined {
  const asUtc = utc(local);
  // Whatever the offset is, it is that of a day before or of a day after.
  const offsets = [asUtc - DAY_MS, asUtc + DAY_MS].map((near) => utc(localTime(near, timezone)) - near);
  const candidates = offsets.map((offset) => asUtc - offset).sort((a, b) => a - b);
  return candidates.find((candidate) => utc(localTime(candidate, timezone)) === asUtc);
}

function utc({ year, month, day, hour, minute, second }: LocalTime): number {
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(timezone: string): Intl.DateTimeFormat {
  const known = formatters.get(timezone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone: timezone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  formatters.set(timezone, made);
  return made;
}
