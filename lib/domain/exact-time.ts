/** `21 Nov 2026, 02:00:31 UTC`: a time with its zone, for hovering and for reports. */
export function formatExact(time: string, zone: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
  }).format(new Date(time));
}

/** `02:00`: the time of day alone. */
export function formatClock(time: string, zone: string, seconds = false): string {
  return new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    second: seconds ? "2-digit" : undefined,
  }).format(new Date(time));
}

/** `21 Nov`: for axes. */
export function formatDay(time: string | Date, zone: string): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone: zone, day: "numeric", month: "short" }).format(new Date(time));
}

/** `21 Nov 2027`: a day that may be of another year. */
export function formatDate(time: string | Date, zone: string): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone: zone, day: "numeric", month: "short", year: "numeric" }).format(
    new Date(time),
  );
}
