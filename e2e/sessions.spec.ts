import { expect, test } from "@playwright/test";
import { CONSOLE, signIn } from "./person";

test("signing out everywhere ends the sessions in every browser, and a page that was open goes to the sign-in", async ({
  browser,
  page,
}) => {
  await signIn(page, "vera");
  const other = await (await browser.newContext()).newPage();
  await signIn(other, "vera");
  await other.goto(`${CONSOLE()}/runs`);
  await expect(other.getByRole("heading", { name: /^Runs/ })).toBeVisible();

  await page.getByRole("button", { name: /^vera/ }).click();
  await page.getByRole("menuitem", { name: /^Sign out everywhere/ }).click();
  await expect(page).toHaveURL(/\/login/);
  // Its next question, half a minute later at most, is answered with 401.
  await expect(other).toHaveURL(`${CONSOLE()}/login?callbackUrl=%2Fruns`, { timeout: 60_000 });

  await signIn(other, "vera");
  await expect(other.getByRole("link", { name: "Settings" })).toBeVisible();
});
