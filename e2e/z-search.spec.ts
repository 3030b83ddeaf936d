// Everything that was backed up is found again, by a part of its name or by a commit. What is looked for was made by z-history.spec.ts.
import { expect, test } from "@playwright/test";
import { snapshotId } from "@/lib/domain/ids-schema";
import { expectAccessible } from "./axe";
import { demo } from "./demo";
import { CONSOLE, signIn } from "./person";
import { eraseFromPrimary, refOf, repeatSnapshot } from "./servers";

const REPOSITORY = "acme/ios-app";

test("everything is found from any page by the keyboard: repositories, branches, commits, snapshots and runs", async ({
  page,
}) => {
  await signIn(page, "vera");
  const find = async (text: string) => {
    await page.goto(`${CONSOLE()}/alarms`);
    await expect(page.getByRole("heading", { name: /^Alarms/ }).first()).toBeVisible();
    await page.keyboard.press("/");
    await expect(page.getByRole("searchbox", { name: "Search everything" })).toBeFocused();
    await page.keyboard.type(text);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/search\?find=/);
  };
  await find("IOS-");
  await page.getByRole("link", { name: REPOSITORY, exact: true }).click();
  await page.waitForURL(/\/repositories\/acme\/ios-app/);

  const tip = await refOf(REPOSITORY, "refs/heads/spike/one");
  await find(tip?.slice(0, 10) ?? "none");
  await expect(page.getByRole("link", { name: `${REPOSITORY}: spike/one` }).first()).toBeVisible({ timeout: 30_000 });
  await expectAccessible(page);

  await find("spike/tw");
  await page
    .getByRole("link", { name: `${REPOSITORY}: spike/two` })
    .first()
    .click();
  await expect(page.getByTestId("ref-events").getByText("Deleted").first()).toBeVisible();

  const { day } = demo();
  await find(day);
  await expect(page.getByRole("heading", { name: /^Snapshots/ })).toBeVisible();
  await expect(page.getByRole("heading", { name: /^Runs/ })).toBeVisible();
  await page.getByRole("link", { name: day, exact: true }).click();
  await page.waitForURL(new RegExp(`/snapshots/${day}`));

  const runs = page.getByRole("heading", { name: /^Runs \(\d+/ });
  await find("Backup");
  await expect(runs).toBeVisible();
  await expect(page.getByText(/The newest 100 are found by kind, person, repository and snapshot/)).toBeVisible();

  await find("there-is-no-such-thing");
  await expect(page.getByText("Nothing found for there-is-no-such-thing")).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await expectAccessible(page);
});

test("every snapshot that has a commit at a tip can be reached, and one that only the replica has is read there", async ({
  page,
}) => {
  test.setTimeout(180_000);
  const { day } = demo();
  const ids = Array.from({ length: 8 }, (_, index) => snapshotId.parse(`${day}T00000${index + 1}Z`));
  const keys = [];
  for (const id of ids) keys.push(await repeatSnapshot(snapshotId.parse(day), id));
  await signIn(page, "omar");
  const tip = await refOf("acme/billing", "refs/heads/main");
  await page.goto(`${CONSOLE()}/repositories/acme/billing?tab=refs&ref=${tip}`);
  const found = page.getByTestId("ref-tip").filter({ hasText: /was refs\/heads\/main in/ });
  const showThem = () => found.getByRole("button", { name: /^Show them: / }).click({ timeout: 5000 });
  // A look of the catalogue has to find them; there are others besides.
  await expect(async () => {
    await page.reload();
    await showThem();
    for (const id of ids) await expect(found.getByRole("link", { name: id })).toBeVisible({ timeout: 1000 });
  }).toPass();
  await page.reload();
  await expect(found).toContainText(/ and \d+ more, back to/);
  await expect(found.getByRole("link")).toHaveCount(6);
  await expectAccessible(page);
  await showThem();
  await expect(found.getByRole("link", { name: day, exact: true })).toBeVisible();
  for (const id of ids) await expect(found.getByRole("link", { name: id })).toBeVisible();

  const [id = ids[0], key = ""] = [ids.at(-1), keys.at(-1)];
  await expect(async () => expect(await eraseFromPrimary(key)).toBeTruthy()).toPass();
  await page.goto(`${CONSOLE()}/repositories/acme/billing?show=all&find=${id}`);
  const row = page
    .getByTestId("restore-points")
    .getByRole("row")
    .filter({ hasText: `${id}` });
  await expect(async () => {
    await page.reload();
    await expect(row).toContainText("Replica only", { timeout: 5000 });
  }).toPass();
  await row.getByRole("link", { name: `Browse ${id}` }).click();
  await page.waitForURL(/\?side=replica$/);
  await expect(page.getByRole("heading", { name: "acme/billing" })).toBeVisible();
  await expect(page.getByText(/did not answer|does not have this snapshot/)).toHaveCount(0);
  await page.goto(`${CONSOLE()}/snapshots/${id}/browse/acme/billing`);
  await expect(page.getByText("The primary bucket does not have this snapshot", { exact: true })).toBeVisible();
  await page.goto(`${CONSOLE()}/snapshots/${id}`);
  await expect(
    page.getByText("The primary bucket does not have this snapshot; this is from the replica bucket"),
  ).toBeVisible();
  await expectAccessible(page);
});
