import "server-only";
import { cookies } from "next/headers";
import { isTimeZone, PREFERENCE_COOKIES, type Preferences, THEMES } from "@/components/shell/preferences";

/** How this person wants to see the console, from cookies the browser wrote. */
export async function readPreferences(): Promise<Preferences> {
  const jar = await cookies();
  const theme = THEMES.find((each) => each === jar.get(PREFERENCE_COOKIES.theme)?.value) ?? "system";
  const local = jar.get(PREFERENCE_COOKIES.localZone)?.value ?? "";
  return {
    theme,
    clock: jar.get(PREFERENCE_COOKIES.clock)?.value === "utc" ? "utc" : "local",
    localZone: isTimeZone(local) ? local : undefined,
  };
}
