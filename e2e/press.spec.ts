// While a page comes alive, or its poll is answered, what is pressed may move or be made anew before the hand lets go.
import { expect, type Locator, type Page, test } from "@playwright/test";
import { CONSOLE, signIn } from "./person";

/** Presses the link and holds it. */
async function hold(page: Page, link: Locator): Promise<{ x: number; y: number }> {
  const { x, y, width, height } = (await link.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const at = { x: x + width / 2, y: y + height / 2 };
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  return at;
}

async function openSettings(page: Page): Promise<void> {
  await page.goto(`${CONSOLE()}/settings`);
  await expect(page.getByRole("heading", { name: "Settings" }).first()).toBeVisible();
}

const runsLink = (page: Page) => page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Runs" });

test.beforeEach(({ page }) => signIn(page, "vera"));

test("a link that is pressed before the page has come alive is followed", async ({ page, context }) => {
  // As on a slow machine: the scripts of the page take seconds.
  const devtools = await context.newCDPSession(page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: 6 });
  await page.goto(CONSOLE(), { waitUntil: "commit" });
  await page.getByRole("link", { name: "Settings" }).click({ noWaitAfter: true });
  await expect(page).toHaveURL(`${CONSOLE()}/settings`, { timeout: 45_000 });
});

test("a link that moves away under a hand that holds still is followed", async ({ page }) => {
  await openSettings(page);
  await hold(page, runsLink(page));
  await runsLink(page).evaluate((link) => {
    link.style.position = "relative";
    link.style.insetBlockStart = "300px";
  });
  await page.mouse.up();
  await expect(page).toHaveURL(/\/runs$/);
});

test("so is one that was made anew, and one that only stayed is followed once", async ({ page }) => {
  await openSettings(page);
  await hold(page, runsLink(page));
  await runsLink(page).evaluate((link) => link.replaceWith(link.cloneNode(true)));
  await page.mouse.up();
  await expect(page).toHaveURL(/\/runs$/);
  await page.getByRole("link", { name: "Alarms", exact: true }).first().click();
  await expect(page).toHaveURL(/\/alarms$/);
  await page.goBack();
  await expect(page).toHaveURL(/\/runs$/);
});

test("one that the hand leaves is not", async ({ page }) => {
  await openSettings(page);
  const { x, y } = await hold(page, runsLink(page));
  await page.mouse.move(x + 500, y + 300);
  await page.mouse.up();
  // Long enough for what is followed to be there.
  await page.waitForTimeout(2000);
  expect(new URL(page.url()).pathname).toBe("/settings");
});
