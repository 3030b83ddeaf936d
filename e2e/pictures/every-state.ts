// The pictures in docs/images/states: what the console shows when not all is well, and on the way through what asks for care.
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { DEFAULT_ROOT, manifestKey } from "@/lib/domain/bucket-keys";
import { snapshotId } from "@/lib/domain/ids-schema";
import { startConsole } from "@/sandbox/console-process";
import { consoleVariables } from "@/sandbox/environment";
import { REGION } from "@/sandbox/names";
import { provisionBucket } from "@/sandbox/provision-buckets";
import { ADMIN } from "@/sandbox/shared/principals";
import { demo } from "../demo";
import { freePorts } from "../free-ports";
import { startConsoleOn } from "../own-console";
import { CONSOLE, runBackup, signIn, wizard } from "../person";
import { alarmState, breakRepository, breakStorage, mendEverything, mendStorage, urls } from "../servers";

const REPOSITORY = "acme/notifications";
const PRIMARY = "^/holdfast-backups(/|\\?|$)";

test.describe.configure({ mode: "serial", timeout: 240_000 });
test.afterEach(async () => {
  await mendEverything();
  await mendStorage();
});

/** What is polled right after the first paint is waited for. */
async function take(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(1500);
  await page.screenshot({ path: `docs/images/states/${name}.png`, animations: "disabled" });
}

async function as(browser: Browser, login: string, site = CONSOLE()): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await signIn(page, login, site);
  return page;
}

test("who comes: the sign-in, somebody who is refused, and a viewer", async ({ page, browser }) => {
  await page.goto(`${CONSOLE()}/login`);
  await take(page, "sign-in");
  await signIn(page, "otto");
  await take(page, "refused");
  const vera = await as(browser, "vera");
  await vera.goto(`${CONSOLE()}/snapshots/${demo().day}`);
  await take(vera, "viewer");
});

test("the first day: nothing is there yet", async ({ page }) => {
  const [backups, records] = ["first-day-backups", "first-day-records"];
  const s3 = new S3Client({ endpoint: urls().s3, region: REGION, credentials: ADMIN });
  for (const bucket of [backups, records]) await provisionBucket(s3, bucket, []);
  const site = await startConsoleOn({ name: "first-day", backups, records });
  try {
    await signIn(page, "ines", site.url);
    await expect(page.getByTestId("first-steps")).toBeVisible();
    await take(page, "first-day");
    for (const name of ["snapshots", "repositories", "runs"]) {
      await page.goto(`${site.url}/${name}`);
      await take(page, `no-${name}`);
    }
    const Key = manifestKey(DEFAULT_ROOT, snapshotId.parse("2026-11-02"));
    await s3.send(new PutObjectCommand({ Bucket: backups, Key, Body: '{"format": 2, "snapshot": "2026-11-02", "rep' }));
    await page.goto(`${site.url}/snapshots/2026-11-02`);
    await expect(page.getByText("it is not JSON").first()).toBeVisible();
    await take(page, "unreadable-snapshot");
  } finally {
    s3.destroy();
    await site.close();
  }
});

test("a restore, step by step, to the last question", async ({ page }) => {
  await signIn(page, "ines");
  const choices = { snapshot: demo().day, repository: REPOSITORY };
  await page.goto(wizard({ ...choices, step: "what" }));
  await take(page, "restore-what");
  await page.goto(wizard({ ...choices, target: `${REPOSITORY}-again`, step: "where" }));
  await take(page, "restore-where");
  await page.goto(wizard({ ...choices, target: "acme/billing", step: "review" }));
  await expect(page.getByText(/exists/).first()).toBeVisible({ timeout: 30_000 });
  await take(page, "restore-refused");
  await page.goto(wizard({ ...choices, target: `${REPOSITORY}-again`, step: "review" }));
  await page.getByRole("button", { name: /^Restore \.\.\.|^Restore …/ }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await take(page, "restore-confirm");
});

test("two people: somebody has asked", async ({ browser }) => {
  const [port = 0] = await freePorts(1);
  const secret = "a-secret-of-the-pictured-console-and-of-no-other";
  const site = await startConsole({
    port,
    variables: { ...consoleVariables(urls(), `http://localhost:${port}`, secret), TWO_PERSON_RULE: "bulk-restore" },
    onOutput: (text) => process.stderr.write(text),
  });
  try {
    const omar = await as(browser, "omar", site.url);
    await omar.goto(`${site.url}/restore?repositories=acme/+handbook+orders&names=two-{name}&step=review`);
    await omar.getByRole("button", { name: "Ask for approval ..." }).click();
    await omar.getByRole("textbox", { name: "Why" }).fill("INC-204: both were deleted");
    await omar.getByRole("dialog").getByRole("button", { name: "Ask for approval" }).click();
    await omar.waitForURL(/\/approvals\/\d{8}T\d{6}Z-/);
    const ines = await as(browser, "ines", site.url);
    await ines.goto(omar.url());
    await expect(ines.getByTestId("approval-state")).toBeVisible();
    await take(ines, "approval");
  } finally {
    await site.close();
  }
});

test("a backup at work, and how it is stopped", async ({ page }) => {
  await signIn(page, "omar");
  await breakRepository("acme/(notifications|orders|[w-z])[^/]*", { kind: "stall" });
  await page.getByRole("button", { name: "Run backup now" }).click();
  await page.waitForURL(/\/runs\/\d{8}T\d{6}Z-/);
  await expect(page.getByTestId("run-state")).toContainText("Running", { timeout: 60_000 });
  await page.waitForTimeout(3000);
  await take(page, "run-at-work");
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await take(page, "stop-confirm");
  const words = `stop ${page.url().slice(-6)}`;
  await page.getByLabel(`Type ${words} to confirm`).fill(words);
  await page.getByRole("dialog").getByRole("button", { name: "Stop the backup" }).click();
  await mendEverything();
  await expect(page.getByTestId("run-state")).toContainText("Stopped", { timeout: 60_000 });
  await take(page, "run-stopped");
});

test("one repository cannot be backed up", async ({ page }) => {
  await signIn(page, "omar");
  await breakRepository("acme/billing");
  await runBackup(page, "Partial");
  await take(page, "run-partial");
  await page.getByRole("link", { name: /^Open snapshot/ }).click();
  await expect(page.getByText("Partial").first()).toBeVisible();
  await take(page, "snapshot-partial");
  await expect.poll(() => alarmState("holdfast-backup-failure"), { timeout: 30_000 }).toBe("ALARM");
  await page.goto(CONSOLE());
  await take(page, "overview-partial");
  await page.goto(`${CONSOLE()}/alarms`);
  await take(page, "alarm-raised");
  await mendEverything();
  await runBackup(page, "Succeeded");
});

test("the primary bucket does not answer", async ({ page }) => {
  await signIn(page, "ines");
  await breakStorage("s3", PRIMARY, { kind: "reset" });
  for (const [address, name] of [
    ["", "overview"],
    ["/snapshots", "snapshots"],
    [`/snapshots/${demo().day}`, "snapshot"],
    ["/restore", "restore"],
  ]) {
    await page.goto(`${CONSOLE()}${address}`);
    await expect(page.locator("main")).toContainText(/primary bucket|replica/i, { timeout: 45_000 });
    await take(page, `primary-away-${name}`);
  }
});

test("the console does not answer: what is shown becomes old, and says so", async ({ page, context }) => {
  await signIn(page, "vera");
  await page.goto(`${CONSOLE()}/search?find=nothing-has-this-name`);
  await take(page, "nothing-found");
  await page.goto(`${CONSOLE()}/runs`);
  await page.waitForLoadState("networkidle");
  await context.setOffline(true);
  await expect(page.getByText(/Reconnecting|reconnecting/).first()).toBeVisible({ timeout: 90_000 });
  await take(page, "console-away");
});
