// The network goes away while somebody looks: what is missing says so and offers the way back, and what is there stays.
import { expect, test } from "@playwright/test";
import { expectAccessible } from "./axe";
import { demo } from "./demo";
import { CONSOLE, signIn } from "./person";

test("a part that is loaded later says that it is missing, and comes with the reload that it offers", async ({
  page,
  context,
}) => {
  await signIn(page, "vera");
  await page.goto(`${CONSOLE()}/snapshots/${demo().day}`);
  await expect(page.getByRole("link", { name: "acme/billing" }).first()).toBeVisible();
  await context.setOffline(true);
  await page.getByRole("tab", { name: "Manifest" }).click();
  const lost = page.getByText("The manifest could not be loaded");
  await expect(lost).toBeVisible();
  await expectAccessible(page);
  await context.setOffline(false);
  await page.getByRole("button", { name: "Reload the page" }).click();
  await expect(page.getByText('"format": 2')).toBeVisible();
  await expect(lost).toHaveCount(0);
});

test("what is pressed while there is no network is said at once, and is not done later by itself", async ({
  page,
  context,
}) => {
  await signIn(page, "omar");
  await page.goto(`${CONSOLE()}/runs`);
  const runs = page.getByRole("row");
  // Alive, so that it notices.
  await page.waitForLoadState("networkidle");
  const before = await runs.count();
  await context.setOffline(true);
  await page.getByRole("button", { name: "Run backup now" }).click();
  await expect(page.getByRole("alert").getByText("The console does not answer")).toBeVisible();
  await context.setOffline(false);
  // Longer than the browser and the page take to know that the network is back.
  await page.waitForTimeout(3000);
  await page.reload();
  await expect(page.getByRole("button", { name: "Run backup now" })).toBeEnabled();
  await expect(runs).toHaveCount(before);
});

test("a page that breaks says what that means and what to do, and the way to all others stays", async ({ page }) => {
  await signIn(page, "vera");
  await page.goto(`${CONSOLE()}/runs`);
  await expect(page.getByRole("heading", { name: /^Runs/ })).toBeVisible();
  await page.route("**/api/runs?*", (route) => route.fulfill({ json: { runs: [null], unreadable: [] } }));
  await page.waitForTimeout(2500);
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));
  await expect(page.getByRole("heading", { name: "Something went wrong" })).toBeVisible();
  await expect(page.getByText(/Nothing was changed by it, and backups and runs go on/)).toBeVisible();
  await expectAccessible(page);
  await page.unroute("**/api/runs?*");
  await page.getByRole("link", { name: "Snapshots", exact: true }).click();
  await expect(page.getByRole("heading", { name: /^Snapshots/ })).toBeVisible();
});
