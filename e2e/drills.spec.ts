// A restore drill from the console: started, followed, its times shown, and nothing of it left on GitHub.
import { expect, type Page, test } from "@playwright/test";
import { DRILLS } from "@/sandbox/names";
import { expectAccessible } from "./axe";
import { CONSOLE, post, runEnds, signIn } from "./person";
import { repositoriesOf } from "./servers";

const panel = (page: Page) => page.getByTestId("drills");

/** What the dialog says that a drill would take now. */
async function nextSample(page: Page): Promise<string[]> {
  await panel(page).getByRole("button", { name: "Run a drill now" }).click();
  const names = page.getByTestId("drill-sample").locator("li > span:first-child");
  await expect(names).toHaveCount(DRILLS.repositories);
  return names.allTextContents();
}

test("a drill is started from the overview and followed; its times and receipts stay, what it made is gone", async ({
  page,
}) => {
  await signIn(page, "omar");
  await expect(panel(page)).toContainText("No drill yet");
  const sample = await nextSample(page);
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText(`new private repositories of ${DRILLS.organisation}`);
  await expect(dialog).toContainText("Then it takes away what it has made, and nothing else.");
  await expect(dialog).toContainText(`DRILL_ORGANISATION=${DRILLS.organisation} DRILL_REPOSITORIES=3 npm run worker`);
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Run the drill" }).click();
  await runEnds(page, "Succeeded");
  const receipts = sample.map((repository) => page.getByRole("link", { name: `Receipt of ${repository}` }));
  for (const receipt of receipts) await expect(receipt).toBeVisible();

  await page.getByRole("link", { name: "Overview" }).first().click();
  await expect(panel(page)).toContainText("Passed");
  await expect(panel(page)).toContainText("in 6 days");
  await expect(panel(page)).toContainText(/Recovery time: small \(below 10 MiB\)\s*\d+(\.\d+)? (ms|s)/);
  for (const repository of sample) {
    const row = panel(page).getByRole("row").filter({ hasText: repository });
    await expect(row).toContainText("Whole");
    await expect(row).toContainText("Gone again");
  }
  await expectAccessible(page);
  expect(await repositoriesOf(DRILLS.organisation)).toEqual([]);
  // Of its size there is only one that is larger.
  expect((await nextSample(page)).filter((each) => sample.includes(each))).toEqual(["acme/media-archive"]);

  await page.getByRole("button", { name: "Cancel" }).click();
  await panel(page)
    .getByRole("link", { name: `Receipt of ${sample[0]}` })
    .click();
  await expect(page.getByText("Not altered")).toBeVisible();
});

test("a viewer sees what drills came to and may not start one; the server refuses as well", async ({ page }) => {
  await signIn(page, "vera");
  await expect(panel(page)).toContainText("Passed");
  await expect(panel(page).getByRole("button", { name: "Run a drill now" })).toBeDisabled();
  const answer = await post(page, "/api/runs", { kind: "drill", run: "20260101T000000Z-abc123" });
  expect(answer).toMatchObject({ status: 403, body: { code: "not-allowed" } });
  expect((await page.request.get(`${CONSOLE()}/api/drills`)).status()).toBe(200);
});
