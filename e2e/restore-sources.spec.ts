// Where it is read from and what for: the replica, one lost branch, a file to keep.
import { expect, test } from "@playwright/test";
import { expectAccessible } from "./axe";
import { demo } from "./demo";
import { CONSOLE, confirmRestore, signIn, wizard } from "./person";
import { breakStorage, cloneBundle, deleteBranch, lsRemote, mendStorage, refOf, refsOfBundle } from "./servers";

test.beforeEach(({ page }) => signIn(page, "omar"));
test.afterEach(() => mendStorage());

test("with the primary bucket switched off it says so, reads the replica, and the restore is the same", async ({
  page,
}) => {
  await breakStorage("s3", "^/holdfast-backups(/|\\?|$)", { kind: "reset" });
  await page.goto(wizard({ repository: "acme/pricing" }));
  await expect(page.getByText("The primary bucket holdfast-backups cannot be read")).toBeVisible({ timeout: 45_000 });
  await expect(page.getByText("This restore reads holdfast-backups-replica in eu-west-1")).toBeVisible();
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await expect(page.getByLabel("Name of the new repository")).toHaveValue("pricing-restored", { timeout: 45_000 });
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await expect(page.getByText("replica bucket holdfast-backups-replica")).toBeVisible({ timeout: 45_000 });
  await confirmRestore(page, "acme/pricing-restored", "Succeeded");
  await expect(page.getByTestId("seal")).toContainText("Not altered");
  expect(await lsRemote("acme/pricing-restored")).toEqual(await lsRemote("acme/pricing"));
});

test("a branch that was deleted comes back as a new branch of the same repository; nothing else moves", async ({
  page,
}) => {
  const before = await lsRemote("acme/web");
  const lost = before.find((line) => line.includes("refs/heads/") && !line.endsWith("/trunk"));
  const [oid = "", name = ""] = lost?.split("\t") ?? [];
  const branch = name.replace("refs/heads/", "");
  await deleteBranch("acme/web", branch);
  await page.goto(wizard({ mode: "ref", repository: "acme/web" }));
  await page.getByTestId("ref-select").click();
  await page.getByRole("combobox", { name: "Find a branch or tag" }).fill(branch);
  await page
    .getByRole("option", { name: new RegExp(`^${branch}`) })
    .first()
    .click();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await expect(page.getByRole("textbox", { name: "New branch" })).toHaveValue(`recovered/${branch}`);
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await confirmRestore(page, "acme/web", "Succeeded");
  expect(await refOf("acme/web", `refs/heads/recovered/${branch}`)).toBe(oid);
  const others = (lines: string[]) => lines.filter((line) => line !== lost && !line.includes("recovered/"));
  expect(others(await lsRemote("acme/web"))).toEqual(others(before));
  // Nothing was created, so there is nothing to take away.
  await expect(page.getByTestId("changes")).toHaveCount(0);
});

test("a bundle is downloaded by an address that expires, and git clones it", async ({ page }) => {
  const { day } = demo();
  await page.goto(`${CONSOLE()}/snapshots/${day}?entry=acme/gateway`);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download bundle" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(`acme--gateway-${day}.bundle`);
  expect(new URL(download.url()).searchParams.get("X-Amz-Expires")).toBe("120");
  await expect(page.getByTestId("issued-download")).toContainText(`git clone acme--gateway-${day}.bundle gateway`);
  await expectAccessible(page);
  const file = await download.path();
  // A bundle says what an annotated tag is, not what it points to.
  const source = (await lsRemote("acme/gateway")).filter((line) => !line.endsWith("^{}"));
  expect(await refsOfBundle(file)).toEqual(source.sort());
  const head = await cloneBundle(file);
  expect(source.some((line) => line.startsWith(`${head}\trefs/heads/`))).toBe(true);
});
