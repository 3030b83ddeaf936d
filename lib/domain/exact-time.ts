const DAY = { day: "numeric", month: "short" } as const;
const DATE = { ...DAY, year: "numeric" } as const;
const MINUTES = { hour: "2-digit", minute: "2-digit" } as const;
const SECONDS = { ...MINUTES, second: "2-digit" } as const;
const EXACT = { ...DATE, ...SECONDS, timeZoneName: "short" } as const;

/** `21 Nov 2026, 02:00:31 UTC`: a time with its zone, for hovering and for reports. */
export const formatExact = (time: string, zone: string): string => inWords(EXACT, time, zone);

/** `02:00`: the time of day alone. */
export const formatClock = (time: string, zone: string, seconds = false): string =>
  inWords(seconds ? SECONDS : MINUTES, time, zone);

/** `21 Nov`: for axes. */
export const formatDay = (time: string | Date, zone: string): string => inWords(DAY, time, zone);

/** `21 Nov 2027`: a day that may be of another year. */
export const formatDate = (time: string | Date, zone: string): string => inWords(DATE, time, zone);

type Form = Intl.DateTimeFormatOptions;

/** By form and zone: to make one takes a millisecond, and a table needs it a hundred times whenever it is drawn. */
const formats = new Map<Form, Map<string, Intl.DateTimeFormat>>();
/** A zone has many spellings, and each browser names its own. */
const ZONES = 64;

function inWords(form: Form, time: string | Date, zone: string): string {
  const known = formats.get(form) ?? new Map<string, Intl.DateTimeFormat>();
  formats.set(form, known);
  let format = known.get(zone);
  if (!format) {
    if (known.size >= ZONES) known.clear();
    format = new Intl.DateTimeFormat("en-GB", { ...form, timeZone: zone });
    known.set(zone, format);
  }
  return format.format(new Date(time));
}
