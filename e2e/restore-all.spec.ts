// Everything at once: the whole of a snapshot with one confirmation, and what another program has backed up.
import { expect, type Page, test } from "@playwright/test";
import { snapshotId } from "@/lib/domain/ids-schema";
import { expectAccessible } from "./axe";
import { confirmRestore, signIn, wizard } from "./person";
import { backUpInFormatOne, lsRemote, onGithub } from "./servers";

const MOST_MS = 300_000;

test.beforeEach(({ page }) => signIn(page, "omar"));

test("all of a snapshot is restored with one click, stock git finds every ref of every one, and what GitHub cannot hold is named", async ({
  page,
}) => {
  test.setTimeout(MOST_MS);
  // An organisation of its own; the Apps are installed on it at once.
  await onGithub("repositories", { organisation: "rescue", name: "placeholder" });
  await page.goto(wizard({ organisation: "rescue", names: "{name}" }));
  await selectAll(page);
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await expect(page.getByTestId("names-preview")).toContainText(/New repositories\s*\(\d+\)/);
  const count = Number(/\((\d+)\)/.exec(await page.getByTestId("names-preview").innerText())?.[1]);
  expect(count).toBeGreaterThanOrEqual(30);
  await expect(page.getByTestId("names-preview")).toContainText("1 refused");
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await confirmRestore(page, `restore ${count} repositories`, "Partial", MOST_MS / 2);
  await expect(page.getByTestId("restored-counts")).toContainText(`${count} restored`);
  await expect(page.getByTestId("restored-counts")).toContainText("1 refused");
  await expect(page.getByTestId("restored").getByRole("row").nth(1)).toContainText(
    "acme/sha256-trial has SHA-256 object names",
  );
  await expectAccessible(page);
  const pairs = await restoredPairs(page);
  expect(pairs).toHaveLength(count);
  for (const { repository, target } of pairs) {
    const source = await lsRemote(repository);
    expect(source.length, repository).toBeGreaterThan(0);
    expect(await lsRemote(target), repository).toEqual(source);
  }
});

test("a bucket that InfraHouse's program has filled opens, and is restored as it is", async ({ page }) => {
  const day = snapshotId.parse("2019-05-06");
  const names = ["ledger", "shipping", "web"];
  await backUpInFormatOne(
    day,
    names.map((name) => `acme/${name}`),
  );
  await page.goto(wizard({ snapshot: day }));
  await selectAll(page);
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await page.getByRole("textbox", { name: "After each name" }).fill("-2019");
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await confirmRestore(page, "restore 3 repositories", "Succeeded");
  for (const name of names) expect(await lsRemote(`acme/${name}-2019`), name).toEqual(await lsRemote(`acme/${name}`));
  await page.getByRole("link", { name: "Receipt of acme/web" }).click();
  await expect(page.getByTestId("seal")).toContainText("Not altered");
  await expectAccessible(page);
});

/** Until the page has taken note of it: a click that comes before the page's own program is lost. */
async function selectAll(page: Page): Promise<void> {
  await expect(async () => {
    await page.getByRole("button", { name: "Select all" }).click();
    await expect(page).toHaveURL(/repositories=/, { timeout: 2000 });
  }).toPass();
}

/** As the record of the run whose page is open has them. */
function restoredPairs(page: Page): Promise<{ repository: string; target: string }[]> {
  return page.evaluate(async () => {
    const answer = await fetch(`/api/runs/${window.location.pathname.split("/").at(-1)}`);
    const { restored } = (await answer.json()).record.restore;
    return restored.filter((each: { state: string }) => each.state === "done");
  });
}
