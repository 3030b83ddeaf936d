import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./axe";
import { demo } from "./demo";
import { CONSOLE, signIn } from "./person";
import { breakStorage, mendStorage } from "./servers";

test.beforeEach(({ page }) => signIn(page, "vera"));
test.afterEach(mendStorage);

const figure = (page: Page, row: string, column: number) =>
  page.getByTestId("cost-table").getByRole("row").filter({ hasText: row }).getByRole("cell").nth(column);

test("every snapshot says until when it is kept, in each bucket and on its own page", async ({ page }) => {
  await page.getByRole("link", { name: "Retention and cost" }).click();
  await expect(page).toHaveURL(`${CONSOLE()}/retention`);
  await expect(page.getByTestId("rules-primary")).toContainText("363 days");
  await expect(page.getByTestId("rules-replica")).toContainText("400 days");
  const row = page.getByRole("row").filter({ hasText: demo().day }).last();
  await expect(row).toContainText("In guarantee");
  await expect(row.getByText(/whole until/)).toHaveCount(2);
  await row.getByRole("link").click();
  await expect(page.getByText(/\d{4} in the primary/)).toBeVisible();
  await expect(page.getByText("In guarantee")).toBeVisible();
});

test("the simulator starts from what is, answers to what is chosen, and its address is the whole of it", async ({
  page,
}) => {
  await page.goto(`${CONSOLE()}/retention?tab=simulator`);
  await expect(page.getByTestId("fleet-note")).toContainText(/: \d\d repositories, /);
  await expect(page.getByText("Choose something above")).toBeVisible();
  await expect(figure(page, "Restore points guaranteed", 0)).toHaveText("363");
  await page.getByLabel("Retention, in days").fill("90");
  await expect(page).toHaveURL(/retention=90/);
  await expect(figure(page, "Restore points guaranteed", 1)).toHaveText("90");
  await page.getByLabel("Older bundles in the replica").click();
  await page.getByRole("option", { name: "S3 Glacier Instant Retrieval" }).click();
  await expect(page.getByText("retentionDays: 90,")).toBeVisible();
  await expect(page.getByText('colderStorage: { replica: "GLACIER_IR" }')).toBeVisible();
  await expect(page.getByText(/expire-backups of both buckets becomes 127 days instead of 400/)).toBeVisible();
  await expect(
    page.getByText(/List prices as of \d{4}, entered by hand; check against the AWS price list/),
  ).toBeVisible();
  const address = page.url();
  await page.getByRole("button", { name: "The same as a table" }).click();
  const last = page.getByRole("table", { name: "Bytes stored over time" }).getByRole("row").last();
  const stored = await figure(page, "Stored in the primary", 1).textContent();
  await expect(last).toContainText(stored ?? "nothing");
  await page.getByLabel("A new full after, in days").fill("120");
  await expect(page.getByText(/shorter than the 120 days between full bundles: it would be refused/)).toBeVisible();
  await page.getByRole("button", { name: "Back to the settings as they are" }).click();
  await expect(page).toHaveURL(`${CONSOLE()}/retention?tab=simulator`);
  await page.goto(address);
  await expect(page.getByLabel("Retention, in days")).toHaveValue("90");
  await expect(figure(page, "Restore points guaranteed", 1)).toHaveText("90");
});

test("with the primary away the sizes are the replica's, and the page says so", async ({ page }) => {
  await breakStorage("s3", "^/holdfast-backups(/|\\?|$)", { kind: "status", status: 503 });
  await page.goto(`${CONSOLE()}/retention?tab=simulator`);
  await expect(page.getByText("The primary bucket did not answer; the sizes are from the replica")).toBeVisible({
    timeout: 60_000,
  });
  await expect(figure(page, "Restore points guaranteed", 0)).toHaveText("363");
});

for (const colorScheme of ["light", "dark"] as const)
  for (const width of [1440, 390])
    test(`both of its parts are accessible, ${colorScheme} and ${width} px wide`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      for (const address of ["/retention", "/retention?tab=simulator&retention=90&interval=12"]) {
        await page.goto(CONSOLE() + address);
        await expect(page.getByRole("heading", { name: "Retention and cost" })).toBeVisible();
        await expect(page.getByText(/Reading/)).toHaveCount(0);
        await expectAccessible(page);
      }
    });
