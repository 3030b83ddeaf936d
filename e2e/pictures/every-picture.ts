// The pictures in docs/images, of a demo that is running: `npm run screenshots`. They are made anew and not edited.
import { test } from "@playwright/test";
import { PREFERENCE_COOKIES } from "@/components/shell/preferences";
import { EVERY_PAGE, liveOn, openPage } from "../every-page";
import { CONSOLE, signIn } from "../person";

/** Pages that the docs show in the dark, or on a telephone, as well. */
const ALSO = { dark: ["overview", "repository-refs", "browse"], narrow: ["overview", "snapshot", "restore"] };

test("pictures of every page", async ({ page }) => {
  test.setTimeout(900_000);
  await signIn(page, "ines");
  const lived = await liveOn(page);
  const show = async (theme: "light" | "dark", width: number, names: readonly string[], suffix: string) => {
    await page.context().addCookies([{ name: PREFERENCE_COOKIES.theme, value: theme, url: CONSOLE() }]);
    await page.setViewportSize({ width, height: 900 });
    for (const each of EVERY_PAGE.filter(({ name }) => names.includes(name))) {
      await openPage(page, each, lived);
      // Fonts, charts and what is polled right after the first paint.
      await page.waitForTimeout(1500);
      await page.screenshot({ path: `docs/images/${each.name}${suffix}.png`, animations: "disabled" });
    }
  };
  const all = EVERY_PAGE.map(({ name }) => name).filter((name) => name !== "not-found");
  await show("light", 1440, all, "");
  await show("dark", 1440, ALSO.dark, "-dark");
  await show("light", 390, ALSO.narrow, "-narrow");
});
