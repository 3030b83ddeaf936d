// Many repositories at once: chosen, named, one refused, one failing; then only that one again.
import { expect, test } from "@playwright/test";
import { expectAccessible } from "./axe";
import { confirmRestore, runEnds, signIn, wizard } from "./person";
import { breakStorage, lsRemote, mendStorage, onGithub } from "./servers";

test.beforeEach(({ page }) => signIn(page, "omar"));
test.afterEach(() => mendStorage());

test("several are restored under a rule for their names; one is refused, one fails and is retried alone", async ({
  page,
}) => {
  await onGithub("repositories", { organisation: "acme", name: "many-orders" });
  const broken = { kind: "status", status: 403 };
  for (const side of ["s3", "s3Replica"] as const) await breakStorage(side, "/acme/mailer\\.bundle", broken);

  await page.goto(wizard({}));
  for (const name of ["handbook", "mailer", "orders"]) {
    await page.getByLabel("Find repositories").first().fill(`acme/${name}`);
    await page.getByRole("checkbox", { name: `Select acme/${name}` }).click({ force: true });
    await expect(page.getByRole("checkbox", { name: `Select acme/${name}` })).toBeChecked();
  }
  await expect(page).toHaveURL(/repositories=acme%2F\+handbook\+mailer\+orders/);
  await expect(page.getByText(/^3 repositories chosen/)).toBeVisible();
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await page.getByRole("textbox", { name: "Before each name" }).fill("many-");
  await page.getByRole("textbox", { name: "After each name" }).fill("");
  await expect(page.getByTestId("names-preview").getByRole("row")).toHaveCount(4);
  await expect(page.getByTestId("names-preview")).toContainText("acme/many-mailer");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Next", exact: true }).click();

  // Asked before anything is done: GitHub knows what the newest backup does not.
  await page.getByRole("button", { name: "Check with GitHub" }).click();
  await expect(page.getByTestId("preflight")).toContainText("acme/many-orders exists already", { timeout: 60_000 });
  await expectAccessible(page);

  await confirmRestore(page, "restore 3 repositories", "Partial");
  await expect(page.getByTestId("restored-counts")).toContainText("1 failed");
  await expect(page.getByTestId("restored-counts")).toContainText("1 refused");
  const rows = page.getByTestId("restored").getByRole("row");
  await expect(rows.nth(1)).toContainText("acme/mailer");
  await expect(rows.nth(1)).toContainText("was refused for s3:GetObject");
  await expect(rows.nth(2)).toContainText("acme/many-orders exists already");
  await expectAccessible(page);
  expect(await lsRemote("acme/many-handbook")).toEqual(await lsRemote("acme/handbook"));

  await mendStorage();
  const first = page.url();
  await page.getByRole("button", { name: "Retry 2 repositories" }).click();
  await page.waitForURL((url) => url.href !== first);
  await runEnds(page, "Partial");
  await expect(page.getByTestId("restored-counts")).toContainText("1 restored before");
  await expect(page.getByTestId("restored-counts")).toContainText("1 refused");
  expect(await lsRemote("acme/many-mailer")).toEqual(await lsRemote("acme/mailer"));

  await page.getByRole("link", { name: "Receipt of acme/mailer" }).click();
  await expect(page.getByRole("heading", { name: "acme/many-mailer" })).toBeVisible();
  await expect(page.getByTestId("seal")).toContainText("Not altered");
  await expectAccessible(page);
});

test("all of a filter are restored into another organisation under their own names", async ({ page }) => {
  // The Apps are installed on a new organisation at once.
  await onGithub("repositories", { organisation: "reserve", name: "placeholder" });
  await page.goto(wizard({}));
  await page.getByLabel("Find repositories").first().fill("-app");
  await page.getByRole("button", { name: "Select the 2 found" }).click();
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await page.getByRole("combobox", { name: "Organisation" }).fill("reserve");
  await page.keyboard.press("Escape");
  await page.getByRole("textbox", { name: "After each name" }).fill("");
  await expect(page.getByTestId("names-preview")).toContainText("reserve/ios-app");
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await confirmRestore(page, "restore 2 repositories", "Succeeded");
  for (const name of ["android-app", "ios-app"]) expect(await lsRemote(`acme/${name}`), name).not.toEqual([]);
  await expect(page.getByTestId("restored")).toContainText("reserve/android-app");
});
