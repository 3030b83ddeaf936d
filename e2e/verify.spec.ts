// A bundle is spoilt in the bucket. Verify now finds it: the page names repository and bucket, the alarm rings, the entry says so.
import { expect, type Page, test } from "@playwright/test";
import { METRICS } from "@/lib/domain/metrics";
import { demo } from "./demo";
import { CONSOLE, runEnds, signIn } from "./person";
import { alarmState, breakStorage, latestMetric, mendStorage } from "./servers";

const entryPage = (repository: string) =>
  `${CONSOLE()}/snapshots/${demo().day}?entry=${encodeURIComponent(repository)}`;

test.afterEach(() => mendStorage());

test("Verify now names the repository whose bundle is spoilt, with the bucket, and raises the alarm; mended, it is proven", async ({
  page,
}) => {
  await signIn(page, "omar");
  await page.goto(entryPage("acme/billing"));
  await expect(page.getByTestId("proof-primary")).toContainText("Not proven yet");

  await breakStorage("s3", "acme/billing", { kind: "corrupt", atByte: 500 });
  await page.getByRole("button", { name: "Verify now: acme/billing" }).click();
  await runEnds(page, "Partial");
  const failed = page.url();
  const failure = page.getByRole("row").filter({ hasText: "acme/billing" }).first();
  await expect(failure).toContainText("Primary");
  await expect(failure).toContainText("did not arrive");
  await expect(
    page.getByText(/acme\/billing in the primary: the backup is not what was written/).first(),
  ).toBeVisible();
  expect(await latestMetric(METRICS.proofFailures)).toBe(1);
  await expect.poll(() => alarmState("holdfast-proof-failure"), { timeout: 30_000 }).toBe("ALARM");

  await page.goto(entryPage("acme/billing"));
  await expect(page.getByTestId("proof-primary")).toContainText("Proof failed");
  await expect(page.getByTestId("proof-replica")).toContainText("Proven");
  await page.goto(`${CONSOLE()}/snapshots`);
  await expect(rowOf(page, demo().day)).toContainText("1 failed");

  await mendStorage();
  await page.goto(failed);
  await page.getByRole("button", { name: "Verify acme/billing again" }).click();
  await page.waitForURL((url) => url.href !== failed);
  await runEnds(page, "Succeeded");
  await page.goto(entryPage("acme/billing"));
  await expect(page.getByTestId("proof-primary")).toContainText("Proven");
});

test("a viewer sees what is proven and may not start a proof", async ({ page }) => {
  await signIn(page, "vera");
  await page.goto(`${CONSOLE()}/snapshots/${demo().day}`);
  await expect(page.getByRole("row").filter({ hasText: "acme/billing" })).toContainText("Proven");
  await expect(page.getByRole("button", { name: "Verify now" })).toBeDisabled();
});

test("Verify now on a snapshot proves every repository of it in each bucket", async ({ page }) => {
  await signIn(page, "omar");
  await page.goto(`${CONSOLE()}/snapshots/${demo().day}`);
  await page.getByRole("button", { name: "Verify now" }).click();
  await runEnds(page, "Succeeded");
  await expect(page.getByText(/^\d+ of \d+ chains proven$/).first()).toBeVisible();
  await page.goto(`${CONSOLE()}/snapshots/${demo().day}`);
  await expect(page.getByRole("row").filter({ hasText: "acme/auth" })).toContainText("Proven");
  await page.goto(`${CONSOLE()}/snapshots`);
  await expect(rowOf(page, demo().day)).toContainText(/Proven\s*(just now|\d+ (s|min) ago)/);
});

const rowOf = (page: Page, snapshot: string) =>
  page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: new RegExp(`^${snapshot} finished`) }) });
