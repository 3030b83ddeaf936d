// Late in the order: what it changes on GitHub is no longer what the first snapshot has, which others restore.
// axe over every page, light and dark, on a desk's window, a tablet's and a telephone's.
import { execFileSync } from "node:child_process";
import { expect, type Page, test } from "@playwright/test";
import { PREFERENCE_COOKIES } from "@/components/shell/preferences";
import { expectAccessible } from "./axe";
import { ELSEWHERE, EVERY_PAGE, type Lived, liveOn, openPage } from "./every-page";
import { CONSOLE, signIn } from "./person";

const WIDTHS = [1440, 1024, 390];

test("no page is forgotten", () => {
  const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "app/(console)"], { encoding: "utf8" });
  const folders = files
    .split("\n")
    .flatMap((file) => /^app\/\(console\)\/?(.*?)\/?page\.tsx$/.exec(file)?.slice(1) ?? []);
  const known = new Set([...EVERY_PAGE.map(({ folder }) => folder), ...Object.keys(ELSEWHERE)]);
  expect(folders.filter((folder) => !known.has(folder))).toEqual([]);
});

test.describe("accessible", () => {
  let page: Page;
  let lived: Lived;
  test.beforeAll(async ({ browser }) => {
    test.setTimeout(240_000);
    page = await browser.newPage();
    await signIn(page, "ines");
    // After a failure everything is begun anew, on the same GitHub.
    lived = await liveOn(page, test.info().workerIndex);
  });
  test.afterAll(() => page?.close());

  for (const each of EVERY_PAGE)
    test(`${each.name}, light and dark, at ${WIDTHS.join(", ")} px`, async () => {
      for (const theme of ["light", "dark"]) {
        await page.context().addCookies([{ name: PREFERENCE_COOKIES.theme, value: theme, url: CONSOLE() }]);
        await page.setViewportSize({ width: 1440, height: 900 });
        await openPage(page, each, lived);
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 });
          await expectAccessible(page);
          // Tables scroll by themselves; the page as a whole never does.
          const tooWide = () =>
            page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          await expect.poll(tooWide, { message: `wider than ${width} px` }).toBeLessThanOrEqual(0);
        }
      }
    });
});
