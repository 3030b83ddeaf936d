// Whoever goes on too early is led to what is missing: the focus is on it, so that it is read out and can be mended at once.
import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./axe";
import { demo } from "./demo";
import { CONSOLE, signIn, wizard } from "./person";

/** Once more where the page was only coming alive. */
async function goOnTooEarly(page: Page, told: string): Promise<void> {
  await expect(async () => {
    await page.getByRole("button", { name: "Next", exact: true }).click();
    await expect(page.getByText(told)).toBeVisible({ timeout: 2000 });
  }).toPass();
}

test("the wizard's first wrong field takes the focus, or what says that nothing is chosen", async ({ page }) => {
  await signIn(page, "omar");
  await page.goto(`${CONSOLE()}/restore?snapshot=${demo().day}`);
  await expect(page.getByTestId("repository-table").getByRole("row").nth(1)).toBeVisible();
  await goOnTooEarly(page, "Choose at least one repository to restore.");
  await expect(page.locator(":focus")).toContainText("Choose at least one repository to restore.");

  await page.goto(wizard({ mode: "ref" }));
  await expect(page.getByTestId("repository-select")).toBeVisible();
  await goOnTooEarly(page, "Choose the repository it was in.");
  await expect(page.getByTestId("repository-select").locator(":focus")).toHaveAttribute("aria-invalid", "true");

  await page.goto(wizard({ repository: "acme/gateway", target: "acme/a b", step: "where" }));
  const name = page.getByRole("textbox", { name: "Name of the new repository" });
  await expect(name).toHaveValue("a b");
  await goOnTooEarly(page, "It must be a name of letters, digits, dots, dashes and underscores");
  await expect(name).toBeFocused();
  await expect(name).toHaveAccessibleDescription(/It must be a name of letters, digits, dots, dashes and underscores/);
  await expectAccessible(page);

  await page.goto(wizard({ repository: "acme/gateway", target: "/b", step: "where" }));
  await expect(name).toHaveValue("b");
  await goOnTooEarly(page, "It must be an organisation's login.");
  await expect(page.getByRole("combobox", { name: "Organisation" })).toBeFocused();
});

test("a token without a name, and a hold without a reason, lead back to the field", async ({ page }) => {
  await signIn(page, "ines");
  await page.goto(`${CONSOLE()}/settings/tokens`);
  await page.getByRole("button", { name: "Make a token" }).first().click();
  await page.getByRole("button", { name: "Make the token" }).click();
  const name = page.getByRole("dialog").getByRole("textbox", { name: "Name" });
  await expect(name).toBeFocused();
  await expect(name).toHaveAttribute("aria-invalid", "true");

  await page.goto(`${CONSOLE()}/snapshots/${demo().day}`);
  await page.getByRole("button", { name: "Hold all" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Hold", exact: true }).click();
  await expect(dialog.getByRole("textbox", { name: "Why" })).toBeFocused();
  await expect(dialog.getByText("Say why, for whoever finds the hold in a year")).toBeVisible();
});
