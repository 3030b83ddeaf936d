// Bundles that build on each other, and bundles that are not where they should be.
import { expect, test } from "@playwright/test";
import { demo } from "./demo";
import { CONSOLE, confirmRestore, runBackup, signIn, wizard } from "./person";
import { breakStorage, cloneBundle, eraseFromPrimary, lsRemote, mendStorage, push, refsOfBundle } from "./servers";

const BACKUPS = 5;

test.beforeEach(({ page }) => signIn(page, "omar"));
test.afterEach(() => mendStorage());

test("a chain of several increments is made one bundle, downloaded, and cloned by stock git", async ({ page }) => {
  test.setTimeout(240_000);
  const repository = "acme/data-models";
  // The first change is large, so that the next backup takes a new full; beside it the others stay increments.
  for (let count = 1; count <= BACKUPS; count++) {
    await push(repository, count === 1 ? 400_000 : 2000);
    await runBackup(page, "Succeeded");
  }
  await page.getByRole("link", { name: /^Open snapshot/ }).click();
  await page.waitForURL(/\/snapshots\//);
  const snapshot = new URL(page.url()).pathname.split("/").at(-1);
  await page.goto(`${CONSOLE()}/snapshots/${snapshot}?entry=${repository}`);
  await expect(page.getByText(/It lies in \d+ bundles that build on each other/)).toBeVisible();
  const [, bundles] = /It lies in (\d+) bundles/.exec(await page.locator("body").innerText()) ?? [];
  expect(Number(bundles)).toBe(BACKUPS - 1);
  await page.getByRole("button", { name: "Make one bundle" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download bundle" }).click({ timeout: 60_000 }),
  ]);
  const file = await download.path();
  const source = (await lsRemote(repository)).filter((line) => !line.endsWith("^{}"));
  expect(await refsOfBundle(file)).toEqual(source.sort());
  expect(source).toContain(`${await cloneBundle(file)}\trefs/heads/main`);
});

test("a bundle that is gone from the primary comes from the replica, and the run says so", async ({ page }) => {
  const { day } = demo();
  const putBack = await eraseFromPrimary(`github-backup/${day}/acme/terraform.bundle`);
  await page.goto(wizard({ repository: "acme/terraform", target: "acme/terraform-restored", step: "review" }));
  await confirmRestore(page, "acme/terraform-restored", "Succeeded");
  await expect(page.getByTestId("run-warnings")).toContainText(
    "A bundle of acme/terraform came from holdfast-backups-replica",
  );
  await expect(page.getByTestId("run-warnings")).toContainText("is not in holdfast-backups");
  await expect(page.getByTestId("receipt")).toContainText("came from holdfast-backups-replica");
  expect(await lsRemote("acme/terraform-restored")).toEqual(await lsRemote("acme/terraform"));
  await putBack();
});

test("a primary that refuses is passed over for the replica, and the run says why", async ({ page }) => {
  await breakStorage("s3", "/acme/fraud\\.bundle", { kind: "status", status: 403 });
  await page.goto(wizard({ repository: "acme/fraud", target: "acme/fraud-restored", step: "review" }));
  await confirmRestore(page, "acme/fraud-restored", "Succeeded");
  await expect(page.getByTestId("run-warnings")).toContainText("access to holdfast-backups was refused");
  expect(await lsRemote("acme/fraud-restored")).toEqual(await lsRemote("acme/fraud"));
});
