// One repository breaks. The others go on, the failure is counted, the alarm goes off, and the pages name it with the reason.
import { expect, test } from "@playwright/test";
import { METRICS } from "@/lib/domain/metrics";
import { CONSOLE, runBackup, signIn } from "./person";
import { alarmState, breakRepository, latestMetric, mendEverything } from "./servers";

test.afterEach(() => mendEverything());

test("a broken repository is named with its reason, counted as 1, and raises the alarm; the others are safe", async ({
  page,
}) => {
  await signIn(page, "omar");
  await breakRepository("acme/billing");
  await runBackup(page, "Partial");
  await expect(page.getByRole("row").filter({ hasText: "acme/billing" })).toContainText("500");

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
  await runBackup(page, "Succeeded");
  expect(await latestMetric(METRICS.backupFailure)).toBe(0);
});
