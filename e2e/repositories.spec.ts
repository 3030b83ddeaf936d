// The coverage now: every repository with its state, the filter in the address, and the way from the overview to it.
import { expect, type Locator, test } from "@playwright/test";
import { expectAccessible } from "./axe";
import { demo } from "./demo";
import { CONSOLE, signIn } from "./person";

test("every repository is there with its state; the overview's numbers lead to those they count", async ({ page }) => {
  await signIn(page, "vera");
  const numbers = page.getByTestId("key-numbers");
  await expect(numbers).toContainText(/Protected\s*\d+\D*of \d+/);
  for (const state of ["Overdue", "Failing", "Never backed up", "Vanished", "Unavailable", "Not visible"])
    await expect(numbers.getByText(state, { exact: true })).toBeVisible();
  await numbers.getByRole("link").first().click();
  await expect(page.getByRole("heading", { name: /^Repositories/ })).toBeVisible();
  await expect(page.getByText(/The replica as of|has not looked at the replica yet/)).toBeVisible();

  const row = page.getByRole("row").filter({ hasText: "acme/billing" });
  await expect(row).toContainText("Protected");
  await row.getByRole("link", { name: "acme/billing" }).click();
  await expect(page).toHaveURL(/\/repositories\/acme\/billing\?id=\d+$/);
  await expect(page.getByRole("heading", { name: "acme/billing" })).toBeVisible();
});

test("the overview holds ages against their targets, and says what is kept, what a month costs, and where that stands", async ({
  page,
}) => {
  await signIn(page, "vera");
  const numbers = page.getByTestId("key-numbers");
  await expect(numbers).toContainText(/Newest backup.*(ago|just now).*Target: \d+ h/);
  await expect(numbers).toContainText(/Oldest proof.*Target: \d+ days/);
  await expect(numbers).toContainText(/Newest snapshot needs\s*[\d.]+ \wiB/);
  await expect(numbers).toContainText(/A month costs\s*\$[\d.]+.*kept in 2 regions.*prices of \d{4}/);

  const cost = numbers.getByRole("link", { name: /^\$/ });
  const dollars = await cost.textContent();
  await cost.click();
  await expect(page.getByRole("row").filter({ hasText: "A month together" })).toContainText(dollars ?? "");

  await page.goto(CONSOLE());
  await page.getByRole("link", { name: "Last proof" }).click();
  await expect(page).toHaveURL(/\/repositories\?sort=-proven$/);
  await expect(page.getByRole("columnheader", { name: "Proven" })).toHaveAttribute("aria-sort", "descending");
  await page.goto(CONSOLE());
  await page.getByRole("link", { name: "Behind in the replica" }).click();
  await expect(page.getByRole("heading", { name: "ReplicaLagMinutes" })).toBeVisible();
});

test("the filter stands in the address, and the page has nothing that keeps anybody out", async ({ page }) => {
  await signIn(page, "vera");
  await page.goto(`${CONSOLE()}/repositories?filter=${encodeURIComponent("state=unavailable")}`);
  await expect(page.getByText("1 found").first()).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "acme/" })).toHaveCount(1);
  await expectAccessible(page);
});

test("each says what restoring it reads, in bytes on hover, is sorted by it, and a wide window shows every column", async ({
  page,
}) => {
  await page.setViewportSize({ width: 1440, height: 1000 });
  await signIn(page, "vera");
  await page.goto(`${CONSOLE()}/repositories`);
  const size = (row: Locator) => row.getByRole("cell").last();
  const row = page.getByRole("row").filter({ hasText: "acme/billing" });
  await expect(size(row)).toHaveText(/^[\d.]+ (B|KiB|MiB)$/);
  await expect(size(row).getByTitle(/^[\d,]+ bytes$/)).toBeVisible();
  await expect(page.getByRole("columnheader").last()).toBeInViewport({ ratio: 1 });

  await page.goto(`${CONSOLE()}/repositories?sort=-size`);
  await expect(page.getByRole("columnheader", { name: "Size" }).last()).toHaveAttribute("aria-sort", "descending");
  const bytes = await page.request.get(`${CONSOLE()}/api/repositories?sort=-size`);
  const { rows } = (await bytes.json()) as { rows: { repo: string; bytes?: number }[] };
  expect(rows[0]?.bytes).toBeGreaterThan(rows[1]?.bytes ?? 0);
  await expect(page.getByRole("row").filter({ hasText: "acme/" }).first()).toContainText(rows[0]?.repo ?? "none");
});

test("a table that is drawn in two goes ends with every row that was found, and follows a filter at once", async ({
  page,
}) => {
  await signIn(page, "vera");
  await page.goto(`${CONSOLE()}/repositories`);
  const rows = page.getByRole("row").filter({ hasText: "acme/" });
  const counter = await page.getByRole("heading", { name: /^Repositories/ }).textContent();
  const total = Number(/\d+/.exec(counter ?? "")?.[0]);
  // More than are drawn at first, or this says nothing.
  expect(total).toBeGreaterThan(12);
  await expect(rows).toHaveCount(total);

  await page.getByLabel("Find repositories", { exact: true }).first().fill("billing");
  await page.keyboard.press("Enter");
  await expect(rows).toHaveCount(1);
  await expect(page).toHaveURL(/filter=%3Abilling/);
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(rows).toHaveCount(total);
  await expect(page).not.toHaveURL(/filter/);
});

test("what is typed is read before Enter is pressed, which then asks for nothing more", async ({ page }) => {
  await signIn(page, "vera");
  await page.goto(`${CONSOLE()}/repositories`);
  const asked: (string | null)[] = [];
  page.on("request", (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname === "/api/repositories" && searchParams.has("filter")) asked.push(searchParams.get("filter"));
  });
  const answer = page.waitForResponse((response) => response.url().includes("filter=%3Abilling"));
  const field = page.getByLabel("Find repositories", { exact: true }).first();
  await field.pressSequentially("billing");
  await answer;
  await field.press("Enter");
  await expect(page.getByRole("row").filter({ hasText: "acme/" })).toHaveCount(1);
  expect(asked.filter((filter) => filter === ":billing")).toHaveLength(1);
});

test("who goes back in the same moment is where they were", async ({ page }) => {
  await signIn(page, "vera");
  await page.goto(`${CONSOLE()}/snapshots/${demo().day}`);
  const replica = page.getByRole("button", { name: "Replica", exact: true });
  await expect(replica).toBeVisible();
  await page.waitForLoadState("networkidle");
  // In one task of the browser: nothing has been drawn in between.
  await replica.evaluate((button: HTMLElement) => {
    button.click();
    history.back();
  });
  await expect(page).not.toHaveURL(/side=/);
  await expect(page.getByRole("button", { name: "Primary", exact: true })).toHaveAttribute("aria-pressed", "true");
  await expect(replica).toHaveAttribute("aria-pressed", "false");
  await replica.click();
  await expect(page).toHaveURL(/side=replica/);
  await expect(replica).toHaveAttribute("aria-pressed", "true");
});

test("a filter is in the address that one comes back to, however soon one goes on", async ({ page }) => {
  await signIn(page, "vera");
  await page.goto(`${CONSOLE()}/repositories`);
  await page.waitForLoadState("networkidle");
  await page.getByLabel("Find repositories", { exact: true }).first().fill("billing");
  await page.keyboard.press("Enter");
  const link = page.getByRole("link", { name: "acme/billing", exact: true });
  await expect(page.getByRole("row").filter({ hasText: "acme/" })).toHaveCount(1, { timeout: 3000 });
  // At once after the rows are there: the address still waits then.
  await link.click();
  await page.waitForURL(/\/repositories\/acme\/billing/);
  await page.goBack();
  await expect(page).toHaveURL(/\/repositories\?filter=%3Abilling/);
  await expect(page.getByRole("row").filter({ hasText: "acme/" })).toHaveCount(1);
});

test("two choices in the same moment both stand in the address", async ({ page }) => {
  await signIn(page, "vera");
  await page.goto(`${CONSOLE()}/repositories`);
  await page.waitForLoadState("networkidle");
  // In one task of the browser: no press comes in between that would have the first one written.
  await page.getByRole("columnheader", { name: "Repository" }).evaluate((header: HTMLElement) => {
    header.querySelector<HTMLElement>("[role=button], button")?.click();
    [...document.querySelectorAll<HTMLElement>("[role=columnheader], th")]
      .find((each) => each.textContent?.startsWith("Last safe backup"))
      ?.querySelector<HTMLElement>("[role=button], button")
      ?.click();
  });
  await expect(page).toHaveURL(/sort=safe/);
  await expect(page.getByRole("row").filter({ hasText: "acme/" }).first()).toBeVisible();
});
