// One repository breaks. The others go on, the failure is counted, the alarm goes off, and the pages name it with the reason.
import { expect, test } from "@playwright/test";
import { METRICS } from "@/lib/domain/metrics";
import { CONSOLE, runBackup, runEnds, signIn } from "./person";
import { alarmState, breakRepository, latestMetric, mendEverything } from "./servers";

test.afterEach(() => mendEverything());

test("a broken repository is named with its reason, counted as 1, and raises the alarm; the others are safe", async ({
  page,
  browser,
}) => {
  await signIn(page, "omar");
  await breakRepository("acme/billing");
  await runBackup(page, "Partial");
  await expect(page.getByRole("row").filter({ hasText: "acme/billing" })).toContainText("500");
  const partial = page.url();

  expect(await latestMetric(METRICS.backupFailure)).toBe(1);
  await expect.poll(() => alarmState("holdfast-backup-failure"), { timeout: 30_000 }).toBe("ALARM");

  await page.getByRole("link", { name: /^Open snapshot/ }).click();
  await expect(page.getByText("Partial").first()).toBeVisible();
  await expect(page.getByText(/GitHub at .* does not answer: 500/).first()).toBeVisible();
  await page.goto(CONSOLE());
  await expect(page.getByTestId("verdict")).toContainText(/1 /);
  await page.getByRole("link", { name: "Alarms", exact: true }).first().click();
  await expect(page.getByRole("row").filter({ hasText: "A repository could not be backed up" })).toContainText(
    "In alarm",
  );

  await mendEverything();
  await page.goto(partial);
  await page.getByRole("button", { name: "Back up acme/billing first" }).click();
  const dialog = page.getByRole("dialog", { name: "Back up acme/billing first?" });
  await expect(dialog).toContainText("npm run worker -- backup --first acme/billing");
  await dialog.getByRole("button", { name: "Start the backup" }).click();
  await page.waitForURL((url) => url.href !== partial);
  await runEnds(page, "Succeeded");
  await expect(page.getByRole("table", { name: "Asked for first" })).toContainText("acme/billing");
  expect(await latestMetric(METRICS.backupFailure)).toBe(0);

  const viewer = await (await browser.newContext()).newPage();
  await signIn(viewer, "vera");
  await viewer.goto(partial);
  const button = viewer.getByRole("button", { name: "Back up acme/billing first" });
  await expect(button).toBeDisabled();
  await expect(button).toHaveAccessibleDescription(/to start a backup one needs to be operator/);
});
