// Late in the order: what it changes on GitHub is no longer what the first snapshot has, which others restore.
// axe over every page, light and dark, on a desk's window, a tablet's and a telephone's.
import { execFileSync } from "node:child_process";
import { expect, type Page, test } from "@playwright/test";
import { expectAccessibleEverywhere, WIDTHS } from "./axe-everywhere";
import { ELSEWHERE, EVERY_PAGE, type Lived, liveOn, openPage } from "./every-page";
import { CONSOLE, signIn } from "./person";

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
      await expectAccessibleEverywhere(page, CONSOLE(), () => openPage(page, each, lived));
    });
});
