// Late in the order: what it changes on GitHub is no longer what the first snapshot has, which others restore.
// A repository over time: its restore points, when its branches moved, two snapshots compared, and everything found by a search.
import { expect, type Locator, test } from "@playwright/test";
import { BUCKETS } from "@/sandbox/names";
import { expectAccessible } from "./axe";
import { startConsoleOn } from "./own-console";
import { CONSOLE, runBackup, runEnds, signIn } from "./person";
import { deleteBranch, forceBranch, push, refOf } from "./servers";

const REPOSITORY = "acme/ios-app";
const history = (query = "") => `${CONSOLE()}/repositories/${REPOSITORY}${query}`;

test.describe.configure({ mode: "serial" });

test("what became of branches between backups is told, and each can be restored as it was", async ({ page }) => {
  test.setTimeout(180_000);
  await signIn(page, "omar");
  await forceBranch(REPOSITORY, "spike/one", "one");
  await forceBranch(REPOSITORY, "spike/two", "two");
  await runBackup(page, "Succeeded");
  const [one, main] = [await refOf(REPOSITORY, "refs/heads/spike/one"), await refOf(REPOSITORY, "refs/heads/main")];
  await deleteBranch(REPOSITORY, "spike/two");
  await push(REPOSITORY, 2000);
  await forceBranch(REPOSITORY, "spike/one", "one, again");
  await runBackup(page, "Succeeded");

  await page.goto(history("?tab=refs"));
  const events = page.getByTestId("ref-events");
  const row = (change: string, name: string) =>
    events.getByRole("row").filter({ hasText: change }).filter({ hasText: name });
  await expect(row("Deleted", "spike/two").first()).toBeVisible({ timeout: 60_000 });
  await expect(row("Created", "spike/one").first()).toBeVisible();
  const moved = row("Moved", "spike/one").first();
  await expect(moved).toContainText(one?.slice(0, 10) ?? "none");
  await moved.getByRole("button", { name: "Was the history of refs/heads/spike/one rewritten?" }).click();
  await expect(moved).toContainText("Rewritten: commits were dropped", { timeout: 30_000 });
  const forward = row("Moved", "main").first();
  await forward.getByRole("button", { name: "Was the history of refs/heads/main rewritten?" }).click();
  await expect(forward).toContainText("Forward: nothing was lost", { timeout: 30_000 });
  await expectAccessible(page);

  // A commit's id tells in which snapshots it was at a tip; the filter stands in the address.
  await page.getByPlaceholder("A part of a branch or tag").fill(main?.slice(0, 12) ?? "none");
  await expect(page.getByText("Snapshots that have this commit at a tip")).toBeVisible();
  expect(page.url()).toContain(`ref=${main?.slice(0, 12)}`);
  await page.reload();
  await expect(page.getByText("Snapshots that have this commit at a tip")).toBeVisible();

  await page.goto(history("?tab=refs&ref=spike/two"));
  await row("Deleted", "spike/two")
    .first()
    .getByRole("link", { name: /^Restore/ })
    .click();
  await page.waitForURL(/\/restore\?.*ref=refs%2Fheads%2Fspike%2Ftwo/);
  await expect(page.getByText("spike/two").first()).toBeVisible();
});

test("its restore points, chain and size are told, and lead on", async ({ page }) => {
  await signIn(page, "vera");
  await page.goto(history());
  const points = page.getByTestId("restore-points");
  await expect(points.getByRole("row").nth(2)).toContainText("Both buckets", { timeout: 30_000 });
  await expect(page.getByText("GitHub id")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("tab", { name: "Chain and size" }).click();
  await expect(
    page.getByText(/^Full of \d{4}-\d\d-\d\d.* and \d+ increments?, .+ restore points?$/).first(),
  ).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(history());
  await expectAccessible(page);
});

test("the newest restore point, and each other one, is downloaded and proven from its history", async ({ page }) => {
  await signIn(page, "omar");
  await page.goto(history());
  await page.getByRole("button", { name: "Download newest" }).click();
  const dialog = page.getByRole("dialog", { name: new RegExp(`^${REPOSITORY} as of `) });
  await expect(dialog.getByRole("heading", { name: "Proof that it restores" })).toBeVisible();
  await dialog.getByRole("button", { name: "Make one bundle" }).click();
  await expect(dialog.getByRole("button", { name: "Download bundle" })).toBeVisible({ timeout: 60_000 });
  await expectAccessible(page);
  await page.getByRole("button", { name: "Close" }).click();
  await expect(page).not.toHaveURL(/point=|export=/);

  // What was made of it stands among the restores, with how far was looked.
  await page.goto(history("?tab=restores"));
  await expect(page.getByRole("row").filter({ hasText: `${REPOSITORY} → a bundle to download` })).toBeVisible();
  await expect(page.getByText(/^\d+ runs looked at: all there are\.$/)).toBeVisible();

  await page.goto(history());
  const oldest = page.getByTestId("restore-points").getByRole("row").last();
  await oldest.getByRole("button", { name: /^Download, verify / }).click();
  await expect(dialog.getByRole("button", { name: "Download bundle" })).toBeVisible();
  await page.reload();
  await expect(dialog.getByRole("button", { name: /^Verify now/ })).toBeEnabled();
  await page.getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: /^Verify newest/ }).click();
  await runEnds(page, "Succeeded");
});

test("a viewer sees what could be done with a restore point or a lost branch, and why not by them", async ({
  page,
}) => {
  await signIn(page, "vera");
  await page.goto(history());
  const main = page.getByRole("main");
  for (const name of [/^Browse newest/, /^Download newest/, /^Verify newest/, /^Restore newest/])
    await expectRefused(main.getByRole("button", { name }));
  const point = page.getByTestId("restore-points").getByRole("row").last();
  for (const name of [/^Restore from /, /^Browse /, /^Download, verify /])
    await expectRefused(point.getByRole("button", { name }));
  await expectAccessible(page);

  await page.goto(history("?tab=refs"));
  const events = page.getByTestId("ref-events");
  await expectRefused(events.getByRole("button", { name: /^Was the history of .* rewritten\?$/ }).first());
  await expectRefused(events.getByRole("button", { name: /^Restore from / }).first());
  await expectAccessible(page);
});

async function expectRefused(button: Locator): Promise<void> {
  await expect(button).toBeDisabled();
  await expect(button).toHaveAccessibleDescription(/^Your role is viewer; to .* one needs to be operator\./);
}

test("a console whose catalogue cannot be made tells what the newest snapshots have of it, and says so", async ({
  page,
}) => {
  const without = await startConsoleOn({
    ...{ name: "no-catalogue", backups: BUCKETS.backups, records: BUCKETS.records },
    more: { CATALOGUE_DIR: "/dev/null/nowhere" },
  });
  try {
    await signIn(page, "omar", without.url);
    await page.goto(`${without.url}/repositories/${REPOSITORY}`);
    await expect(page.getByText("This history may not be complete")).toBeVisible();
    await expect(page.getByText(/Until then it is told by the newest \d+ snapshots alone/)).toBeVisible();
    await expect(page.getByTestId("restore-points").getByRole("row").nth(2)).toBeVisible();
    await expect(page.getByRole("link", { name: "Restore newest" })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("tab", { name: "Branches and tags" }).click();
    const gone = page.getByTestId("ref-events").getByRole("row").filter({ hasText: "spike/two" });
    await expect(gone.filter({ hasText: "Deleted" }).first()).toBeVisible();
    await expect(page.getByText("This history may not be complete")).toBeVisible();
    await expectAccessible(page);
  } finally {
    await without.close();
  }
});

test("a repository that no snapshot has is told as that", async ({ page }) => {
  await signIn(page, "vera");
  await page.goto(`${CONSOLE()}/repositories/acme/never-there`);
  await expect(
    page.getByText("Acme/never-there is in no snapshot").or(page.getByText("acme/never-there is in no snapshot")),
  ).toBeVisible();
});

test("two snapshots are compared: what differs, of which kind, and which branches", async ({ page }) => {
  await signIn(page, "vera");
  await page.goto(`${CONSOLE()}/snapshots`);
  await page.getByRole("link", { name: "Compare two" }).click();
  const table = page.getByTestId("comparison");
  const row = table.getByRole("row").filter({ hasText: REPOSITORY });
  await expect(row).toContainText("Refs changed", { timeout: 30_000 });
  expect(page.url()).toMatch(/\?from=\d{4}-.*&to=\d{4}-/);
  await expectAccessible(page);
  await row.getByRole("button", { name: `What changed in ${REPOSITORY}` }).click();
  const dialog = page.getByRole("dialog", { name: REPOSITORY });
  await expect(dialog.getByRole("row").filter({ hasText: "refs/heads/spike/two" })).toContainText("Deleted");
  await expect(dialog.getByRole("row").filter({ hasText: "refs/heads/main" })).toContainText("Moved");
  await page.reload();
  await expect(dialog).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await expectAccessible(page);
});

test("whether a branch that moved was rewritten is told where two snapshots are compared", async ({ page }) => {
  await signIn(page, "omar");
  await page.goto(`${CONSOLE()}/snapshots/compare`);
  await page.getByRole("button", { name: `What changed in ${REPOSITORY}` }).click();
  const ref = (name: string) =>
    page.getByRole("dialog", { name: REPOSITORY }).getByRole("row").filter({ hasText: name });
  const ask = (name: string) => ref(name).getByRole("button", { name: `Was the history of ${name} rewritten?` });
  await ask("refs/heads/spike/one").click();
  await expect(ref("refs/heads/spike/one")).toContainText("Rewritten: commits were dropped", { timeout: 30_000 });
  await ask("refs/heads/main").click();
  await expect(ref("refs/heads/main")).toContainText("Forward: nothing was lost", { timeout: 30_000 });
  await expect(ask("refs/heads/spike/two")).toHaveCount(0);
  await expectAccessible(page);
});

test("a snapshot says what it added of each repository, is filtered by that, and leads to the refs", async ({
  page,
}) => {
  await signIn(page, "vera");
  await page.goto(`${CONSOLE()}/snapshots`);
  const newest = page.getByRole("link", { name: /^\d{4}-\d\d-\d\dT/ }).first();
  // Once more where the page was only coming alive.
  await expect(async () => {
    await newest.click();
    await page.waitForURL(/\/snapshots\/\d/, { timeout: 5000 });
  }).toPass();
  const table = page.getByRole("table", { name: "Repositories of the snapshot" });
  const row = (name: string) => table.getByRole("row").filter({ hasText: name });
  await expect(row("acme/billing")).toContainText("None");
  await page.goto(`${page.url().split("?")[0]}?filter=change:deleted&sort=-change`);
  await expect(row(REPOSITORY)).toContainText("2 refs moved, 1 deleted");
  await expect(row(REPOSITORY)).toContainText(/[\d.]+ (KiB|B|bytes) added/);
  await expect(row("acme/")).toHaveCount(1);
  await expectAccessible(page);
  await row(REPOSITORY)
    .getByRole("link", { name: `2 refs moved, 1 deleted in ${REPOSITORY}` })
    .click();
  const dialog = page.getByRole("dialog", { name: REPOSITORY });
  await expect(dialog.getByRole("row").filter({ hasText: "refs/heads/spike/two" })).toContainText("Deleted", {
    timeout: 30_000,
  });
  await expect(dialog.getByRole("row").filter({ hasText: "refs/heads/" })).toHaveCount(3);
});
