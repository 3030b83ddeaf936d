// What a person may choose about the console's looks. Kept in cookies, so that the server renders it right at once.
export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];
export type Clock = "local" | "utc";

export interface Preferences {
  theme: Theme;
  clock: Clock;
  /** The browser's own zone, known from its second request on. */
  localZone?: string;
}

export const PREFERENCE_COOKIES = {
  theme: "holdfast-theme",
  clock: "holdfast-clock",
  localZone: "holdfast-zone",
} as const;

export const THEME_LABEL: Record<Theme, string> = { system: "As the system", light: "Light", dark: "Dark" };
export const CLOCK_LABEL: Record<Clock, string> = { local: "Local time", utc: "UTC" };

/** Cloudscape's class for the dark mode; it stands on the body. */
export const DARK_CLASS = "awsui-dark-mode";

/** Runs before the first paint where the system decides, so that a dark system never sees a white flash. */
export const SYSTEM_THEME_SCRIPT = `if(matchMedia("(prefers-color-scheme: dark)").matches)document.body.classList.add("${DARK_CLASS}")`;

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return name !== "";
  } catch {
    return false;
  }
}

/** The zone exact times are shown in. */
export function zoneOf({ clock, localZone }: Preferences): string {
  return clock === "local" && localZone ? localZone : "UTC";
}

const ONE_YEAR_S = 31_536_000;

export function writePreferenceCookie(name: keyof typeof PREFERENCE_COOKIES, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox ESR.
  document.cookie = `${PREFERENCE_COOKIES[name]}=${encodeURIComponent(value)}; path=/; max-age=${ONE_YEAR_S}; samesite=lax`;
}
