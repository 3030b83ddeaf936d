/** A time as a clock on the wall of some zone shows it. Months count from 1. */
export interface LocalTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
}

/** What the clocks of `timezone` show at `time`; undefined for an unknown zone. */
export function localTime(time: Date, timezone: string): LocalTime | undefined {
  try {
    const parts = new Intl.DateTimeFormat("en-US", {
      timeZone: timezone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
    }).formatToParts(time);
    const read = (type: string) => Number(parts.find((part) => part.type === type)?.value);
    return { year: read("year"), month: read("month"), day: read("day"), hour: read("hour"), minute: read("minute") };
  } catch {
    // Intl throws RangeError for a zone it does not know: that is the answer.
    return undefined;
  }
}

/** The moment at which the clocks of `timezone` show `local`; undefined for an unknown zone or a skipped hour. */
export function zonedTime(local: LocalTime, timezone: string): Date | undefined {
  const wanted = asUtc(local);
  let guess = wanted;
  for (let round = 0; round < 2; round++) {
    const shown = localTime(new Date(guess), timezone);
    if (!shown) return undefined;
    guess += wanted - asUtc(shown);
  }
  const check = localTime(new Date(guess), timezone);
  return check && asUtc(check) === wanted ? new Date(guess) : undefined;
}

const asUtc = (time: LocalTime) => Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute);
