// The story the demo invites to: sign in, see the first snapshot, back up, restore, look at the alarms.
import { expect, test } from "@playwright/test";
import { demo } from "./demo";
import { CONSOLE, runBackup, signIn } from "./person";
import { lsRemote } from "./servers";

test.beforeEach(({ page }) => signIn(page, "omar"));

test("the first snapshot is there, in the primary bucket and in the replica", async ({ page }) => {
  await expect(page.getByTestId("verdict")).toContainText("34 of 35 repositories are safe");
  await page.getByRole("link", { name: "Snapshots", exact: true }).first().click();
  const row = page.getByRole("row").filter({ hasText: demo().day });
  await expect(row.getByText("Present")).toHaveCount(2);
  await expect(row).toContainText(/34\/( of )?35/);
  await row.getByRole("link").first().click();
  await expect(page.getByRole("heading", { name: /^Snapshot \d{4}-\d\d-\d\d/ })).toBeVisible();
  await expect(page.getByText("acme/takedown").first()).toBeVisible();
  await page.getByRole("button", { name: "Replica" }).click();
  await expect(page).toHaveURL(/side=replica/);
  await expect(page.getByRole("row").filter({ hasText: "acme/web" })).toContainText("Captured");
});

test("a backup is started with one click, watched, and ends in a snapshot that points to what did not change", async ({
  page,
}) => {
  await runBackup(page, "Succeeded");
  await expect(page.getByText("35 of 35 repositories").first()).toBeVisible();
  await expect(page.getByText(/snapshot .*: 35 repositories/).first()).toBeVisible();
  await page.getByRole("link", { name: /^Open snapshot/ }).click();
  await expect(page.getByText("Unchanged").first()).toBeVisible();
});

test("a repository is restored into a new one, every ref equal, and can be opened on GitHub", async ({
  page,
  context,
}) => {
  await page.getByRole("link", { name: "Restore", exact: true }).first().click();
  await page.getByRole("searchbox", { name: "Find repositories" }).fill("acme/web");
  await page.getByRole("checkbox", { name: "Select acme/web" }).click({ force: true });
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await expect(page.getByLabel("Name of the new repository")).toHaveValue("web-restored");
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await expect(page.getByText("Switch GitHub Actions off before anything is pushed")).toBeVisible();
  await expect(page).toHaveURL(/repository=acme%2Fweb|repository=acme\/web/);
  await page.getByRole("button", { name: /^Restore \.\.\.|^Restore …/ }).click();
  const confirm = page.getByRole("dialog").getByRole("button", { name: "Restore", exact: true });
  await expect(confirm).toBeDisabled();
  await page.getByLabel("Type acme/web-restored to confirm").fill("acme/web-restored");
  await confirm.click();
  await page.waitForURL(/\/runs\//);
  await expect(page.getByTestId("run-state")).toContainText("Succeeded", { timeout: 60_000 });
  await expect(page.getByTestId("receipt")).toContainText("88 of 88 equal");
  await expect(page.getByText("88 refs restored and compared").first()).toBeVisible();

  const source = await lsRemote("acme/web");
  expect(source.length).toBeGreaterThan(88);
  expect(await lsRemote("acme/web-restored")).toEqual(source);

  const opened = context.waitForEvent("page");
  await page.getByRole("link", { name: /Open on GitHub/ }).click();
  const github = await opened;
  await expect(github.getByText("trunk").first()).toBeVisible();
  await expect(github.getByText("v0.14.0").first()).toBeVisible();
});

test("a second restore to the same name is refused before it starts", async ({ page }) => {
  await runBackup(page, "Succeeded");
  const { day } = demo();
  await page.goto(
    `${CONSOLE()}/restore?snapshot=${day}&repository=acme/web&source=primary&target=acme/web-restored&step=review`,
  );
  await expect(page.getByText(/acme\/web-restored exists already/i).first()).toBeVisible();
});

test("the alarms are there and OK, with those who are told; each has its meaning, its runbook and its history", async ({
  page,
}) => {
  await page.getByRole("link", { name: "Alarms", exact: true }).first().click();
  await expect(page.getByRole("row").filter({ hasText: "No backup has finished" })).toContainText("OK");
  const told = page.getByTestId("hearings").getByRole("row").filter({ hasText: "oncall@acme.example" });
  await expect(told).toContainText("Confirmed");
  await expect(told).toContainText("E-mail");
  await page.getByRole("link", { name: "A repository could not be backed up" }).click();
  const runbook = page.getByTestId("runbook");
  await expect(runbook).toContainText("Each failure stands there with its reason and a hint.");
  await expect(runbook).toContainText("put the right private key of the backup App into the secret");
  await expect(runbook.getByText(/aws s3api list-objects-v2/)).toBeVisible();
  await expect(page.getByRole("heading", { name: /Changes of state/ })).toBeVisible();
});
