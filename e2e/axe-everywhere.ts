// A page as everybody has it: light and dark, on a desk's window, a tablet's and a telephone's.
import { expect, type Page } from "@playwright/test";
import { PREFERENCE_COOKIES } from "@/components/shell/preferences";
import { expectAccessible } from "./axe";

export const WIDTHS = [1440, 1024, 390];
const HEIGHT = 900;

/** No violation, and nothing wider than its window. Leaves the page light and as wide as a desk. @param open until it has its content */
export async function expectAccessibleEverywhere(
  page: Page,
  site: string,
  open: () => Promise<unknown>,
): Promise<void> {
  for (const theme of ["dark", "light"]) {
    await page.context().addCookies([{ name: PREFERENCE_COOKIES.theme, value: theme, url: site }]);
    await page.setViewportSize({ width: 1440, height: HEIGHT });
    await open();
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: HEIGHT });
      await expectAccessible(page);
      // Tables scroll by themselves; the page as a whole never does.
      const tooWide = () =>
        page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      await expect.poll(tooWide, { message: `wider than ${width} px` }).toBeLessThanOrEqual(0);
    }
  }
  await page.setViewportSize({ width: 1440, height: HEIGHT });
}
