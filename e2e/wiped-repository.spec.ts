// Somebody wipes a repository by force: the backup says so, keeps what was there, and one click leads back to it.
import { expect, test } from "@playwright/test";
import { METRICS } from "@/lib/domain/metrics";
import { expectAccessible } from "./axe";
import { CONSOLE, confirmRestore, runBackup, signIn } from "./person";
import { alarmState, latestMetric, lsRemote, wipe } from "./servers";

const REPOSITORY = "acme/storefront";

test("a repository that was wiped by force is flagged everywhere, and its last good state comes back with all refs", async ({
  page,
}) => {
  await signIn(page, "omar");
  const before = await lsRemote(REPOSITORY);
  expect(before.length).toBeGreaterThan(2);
  await wipe(REPOSITORY);
  expect(await lsRemote(REPOSITORY)).toHaveLength(1);

  await runBackup(page, "Succeeded");
  const named = page.getByRole("row").filter({ hasText: REPOSITORY });
  await expect(named).toContainText("Wiped");
  await expect(named).toContainText("replaced by a history that has nothing in common with it");
  expect(await latestMetric(METRICS.anomalies)).toBe(1);
  await expect.poll(() => alarmState("holdfast-anomaly"), { timeout: 30_000 }).toBe("ALARM");

  const run = page.url();
  await page.goto(`${CONSOLE()}/alarms/holdfast-anomaly`);
  await expect(page.getByTestId("runbook")).toContainText("Restore the last good state");
  const change = page.getByRole("table", { name: "Changes of state" }).getByRole("row").filter({ hasText: "In alarm" });
  await expect(change.first().getByRole("link")).toHaveAttribute("href", new URL(run).pathname);
  await page.goto(`${CONSOLE()}/alarms`);
  const alarm = page.getByRole("row").filter({ hasText: "looks like damage" });
  await alarm.getByRole("link", { name: "The run behind it" }).click();
  await expect(page).toHaveURL(run);

  await page.getByRole("link", { name: /^Open snapshot/ }).click();
  const rows = page.getByRole("table", { name: "Repositories of the snapshot" }).getByRole("row");
  await expect(rows.filter({ hasText: "Wiped" })).toHaveCount(1);
  await page.goto(`${page.url().split("?")[0]}?filter=${encodeURIComponent("anomaly:Wiped")}`);
  await expect(rows.filter({ hasText: REPOSITORY })).toContainText("Wiped");
  await expect(rows).toHaveCount(2);

  await page.goto(CONSOLE());
  await expect(page.getByTestId("verdict")).toContainText("1 change out of the ordinary in the last 7 days");
  const panel = page.getByTestId("anomalies");
  await expect(panel).toContainText("Wiped");
  await expectAccessible(page);
  await panel.getByRole("link", { name: REPOSITORY }).click();

  const told = page.getByRole("dialog").getByTestId("entry-anomalies");
  await expect(told).toContainText("unless it was meant, restore the last good state");
  await expect(told).toContainText("github-backup/holds/");
  await expectAccessible(page);
  await told.getByRole("link", { name: "Restore the last good state" }).click();
  await expect(page.getByText("Switch GitHub Actions off before anything is pushed")).toBeVisible();
  await confirmRestore(page, `${REPOSITORY}-restored`, "Succeeded");
  expect(await lsRemote(`${REPOSITORY}-restored`)).toEqual(before);

  // What lasts is not told again.
  await runBackup(page, "Succeeded");
  expect(await latestMetric(METRICS.anomalies)).toBe(0);
});
