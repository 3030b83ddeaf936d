import { expect, test } from "@playwright/test";
import { VERSION } from "@/lib/domain/version";
import { expectAccessible } from "./axe";
import { CONSOLE, signIn } from "./person";

test("Settings looks at what Holdfast rests on, and says what is not in order and how to mend it", async ({ page }) => {
  await signIn(page, "vera");
  await page.getByRole("link", { name: "Settings" }).click();
  await expect(page).toHaveURL(`${CONSOLE()}/settings`);
  await expect(page.getByRole("heading", { name: "Doctor" })).toBeVisible();
  await expect(page.getByText("holdfast-backups-replica (replica)").first()).toBeVisible();
  await expect(page.getByText("Object lock is off").first()).toBeVisible();
  await page.getByRole("button", { name: /^In order/ }).click();
  await expect(page.getByText("New objects are replicated to holdfast-backups-replica.")).toBeVisible();
  await expect(page.getByText(/alarms reach oncall@acme\.example/)).toBeVisible();
  await expect(page.getByText(/backup App on acme, as of the backup \d{4}-/)).toBeVisible();
  await expect(page.getByText("Worker of the last backup")).toBeVisible();
  await expect(page.getByText(`${VERSION}, as of `)).toBeVisible();
  await expect(page.getByText(/^tables \d+, SQLite \d/)).toBeVisible();
  await expectAccessible(page);
});
