import { test } from "@playwright/test";
import { expectAccessible } from "./axe";
import { CONSOLE, signIn } from "./person";

/** What the server sends is read, by eye or by a screen reader, for as long as the scripts take to arrive. */
test("pages are accessible before they have come alive", async ({ page }) => {
  await signIn(page, "ines");
  await page.route("**/_next/static/**/*.js", (route) => route.abort());
  for (const path of [
    "/",
    "/snapshots",
    "/repositories",
    "/runs",
    "/alarms",
    "/audit",
    "/settings",
    "/restore",
    "/retention",
  ]) {
    await test.step(path, async () => {
      await page.goto(CONSOLE() + path);
      await expectAccessible(page);
    });
  }
});
