// A backup that begins with what somebody has selected: what it means is said first, and each is told on the run's page.
import { expect, test } from "@playwright/test";
import { expectAccessible } from "./axe";
import { expectAccessibleEverywhere } from "./axe-everywhere";
import { CONSOLE, runEnds, selectRow, signIn } from "./person";

const NAMES = ["acme/billing", "acme/web"];

test("an operator selects repositories, is told that the others follow, and sees what became of each", async ({
  page,
}) => {
  await signIn(page, "omar");
  await page.goto(`${CONSOLE()}/repositories`);
  const button = page.getByRole("button", { name: "Back up selected first" });
  await expect(button).toBeDisabled();
  await expect(button).toHaveAccessibleDescription("Choose repositories in the table first");
  for (const name of NAMES) await selectRow(page, name);
  await expect(page.getByRole("heading", { name: /^Repositories \(2 of \d+\)/ })).toBeVisible();

  await button.click();
  const dialog = page.getByRole("dialog", { name: "Back up 2 repositories first?" });
  await expect(dialog).toContainText("a snapshot that lacked them would be none");
  await expect(dialog).toContainText(/npm run worker -- backup( --first acme\/(billing|web)){2}/);
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Start the backup" }).click();

  await runEnds(page, /Succeeded|Partial/);
  const table = page.getByRole("table", { name: "Asked for first" });
  for (const name of NAMES)
    await expect(table.getByRole("row").filter({ hasText: name })).toContainText(/Captured|Unchanged/);
  await expect(page.getByText(/^npm run worker -- backup( --first acme\/(billing|web)){2}$/)).toBeVisible();
  const address = page.url();
  await expectAccessibleEverywhere(page, CONSOLE(), async () => {
    await page.goto(address);
    await expect(table).toBeVisible();
  });
});

test("a viewer reads why it is not theirs", async ({ page }) => {
  await signIn(page, "vera");
  await page.goto(`${CONSOLE()}/repositories`);
  const button = page.getByRole("button", { name: "Back up selected first" });
  await expect(button).toBeDisabled();
  await expect(button).toHaveAccessibleDescription(/to start a backup one needs to be operator/);
});
