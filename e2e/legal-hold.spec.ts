// One repository of a snapshot is held, as before a litigation: the copies are in the bucket, and the pages say so.
import { expect, type Page, test } from "@playwright/test";
import { parseHoldFile } from "@/lib/domain/hold";
import { expectAccessible } from "./axe";
import { demo } from "./demo";
import { CONSOLE, post, runEnds, selectRow, signIn } from "./person";
import { objectsBelow, textOf } from "./servers";

const REPOSITORY = "acme/billing";
const WHY = "Acme v. Initech, case 4711";
const HOLDS = "github-backup/holds/";
const snapshotPage = () => `${CONSOLE()}/snapshots/${demo().day}`;

const held = async () => (await objectsBelow(HOLDS)).filter((key) => key.includes(`-${demo().day}/`));

/** Up to the dialog, which says what is going to be done. */
async function askToHold(page: Page) {
  await page.goto(snapshotPage());
  await selectRow(page, REPOSITORY);
  await page.getByRole("button", { name: "Hold selected" }).click();
  return page.getByRole("dialog");
}

test("an administrator holds one repository: what is copied and until when is said first, then its copies are in the bucket", async ({
  page,
}) => {
  await signIn(page, "ines");
  const dialog = await askToHold(page);
  await expect(dialog).toContainText(`Hold ${REPOSITORY} of snapshot ${demo().day}?`);
  await expect(dialog).toContainText(/S3 copies 1 repository, [\d.,]+ (B|KiB|MiB) in all/);
  await expect(dialog).toContainText("Holdfast cannot lift a hold");
  await expect(dialog).toContainText(
    /the copies expire after 730 days, on \d+ \w+ \d{4}; until then they cost storage/,
  );
  await dialog.getByRole("button", { name: "Hold", exact: true }).click();
  await expect(dialog).toContainText("Say why, for whoever finds the hold in a year");
  expect(await held()).toEqual([]);

  await dialog.getByRole("textbox", { name: "Why" }).fill(WHY);
  await expect(dialog).toContainText(
    `npm run worker -- hold --snapshot ${demo().day} --repository ${REPOSITORY} --why='${WHY}'`,
  );
  await expectAccessible(page);
  await page.context().setOffline(true);
  await dialog.getByRole("button", { name: "Hold", exact: true }).click();
  await expect(dialog.getByText("The console does not answer")).toBeVisible();
  await expect(dialog.getByRole("textbox", { name: "Why" })).toHaveValue(WHY);
  await page.context().setOffline(false);
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Hold", exact: true }).click();
  await runEnds(page, "Succeeded");
  await expect(page.getByText("1 of 1 repository held").first()).toBeVisible();
  const row = page.getByRole("row").filter({ hasText: REPOSITORY });
  await expect(row).toContainText("Held");
  await expect(row).toContainText(HOLDS);
  await expectAccessible(page);

  const keys = await held();
  expect(keys.map((key) => key.split("/").at(-1))).toEqual(expect.arrayContaining(["0001.bundle", "hold.json"]));
  const file = parseHoldFile(await textOf(keys.find((key) => key.endsWith("/hold.json")) ?? ""));
  expect(file).toMatchObject({ repo: REPOSITORY, why: [{ kind: "asked", message: WHY, by: "ines" }] });

  await page.goto(`${CONSOLE()}/runs?find=hold`);
  await expect(page.getByRole("row").filter({ hasText: "1 of 1 repository held" }).first()).toContainText("Hold");
  await page.goto(`${snapshotPage()}?entry=${encodeURIComponent(REPOSITORY)}`);
  await expect(page.getByTestId("entry-held")).toContainText(WHY);
  await expectAccessible(page);
});

test("held once more it says since when, and stores nothing twice", async ({ page }) => {
  await signIn(page, "ines");
  const before = await held();
  const dialog = await askToHold(page);
  await dialog.getByRole("textbox", { name: "Why" }).fill(WHY);
  await dialog.getByRole("button", { name: "Hold", exact: true }).click();
  await runEnds(page, "Succeeded");
  await expect(page.getByRole("row").filter({ hasText: REPOSITORY })).toContainText("Already held");
  expect(await held()).toEqual(before);
});

test("an operator sees why the button is not theirs, and the server refuses as well", async ({ page }) => {
  await signIn(page, "omar");
  await page.goto(snapshotPage());
  const button = page.getByRole("button", { name: "Hold all" });
  await expect(button).toBeDisabled();
  await expect(button).toHaveAccessibleDescription(/to hold a snapshot one needs to be admin/);
  const run = "20260101T000000Z-abc123";
  const answer = await post(page, "/api/runs", { kind: "hold", run, request: { snapshot: demo().day, why: WHY } });
  expect(answer).toMatchObject({ status: 403, body: { code: "not-allowed" } });
});
