// The primary bucket is gone while people work: every page goes on from the replica and says so. That a restore which is started
// then completes is told in restore-sources.spec.ts.
import { expect, test } from "@playwright/test";
import { expectAccessible } from "./axe";
import { demo } from "./demo";
import { pagesOfConsole } from "./inventory";
import { CONSOLE, post, runEnds, signIn, wizard } from "./person";
import { breakStorage, mendStorage } from "./servers";

const PRIMARY = "^/holdfast-backups(/|\\?|$)";
const REPOSITORY = "acme/gateway";
const AWAY = /The primary bucket cannot be read: .*What stands here is from the replica bucket/;

test.beforeEach(({ page }) => signIn(page, "ines"));
test.afterEach(() => mendStorage());

test("every page that shows backups reads the replica, and says that the primary does not answer", async ({ page }) => {
  test.setTimeout(240_000);
  const { day } = demo();
  await page.goto(`${CONSOLE()}/snapshots/${day}`);
  await expect(page.getByRole("row").filter({ hasText: REPOSITORY })).toBeVisible();
  await breakStorage("s3", PRIMARY, { kind: "reset" });

  const said: [address: string, of: RegExp, shows: RegExp][] = [
    ["/", /primary[^.]*(cannot be (read|reached)|unreachable)/i, /newest backup/],
    ["/snapshots", /The primary bucket cannot be read/, new RegExp(day)],
    [
      `/snapshots/${day}`,
      /The primary bucket (did not answer; this is from the replica bucket|does not answer; this was read from it before)/,
      /acme\//,
    ],
    ["/restore", /The primary bucket holdfast-backups cannot be read/, new RegExp(day)],
    ["/repositories", AWAY, /acme\/gateway/],
    [`/repositories/${REPOSITORY}`, AWAY, new RegExp(day)],
    ["/snapshots/compare", AWAY, /Newer/],
    ["/search?find=gateway", AWAY, /acme\/gateway/],
  ];
  for (const [address, says, shows] of said) {
    await page.goto(CONSOLE() + address);
    await expect(page.locator("main"), address).toContainText(shows, { timeout: 45_000 });
    await expect(page.locator("main"), address).toContainText(says, { timeout: 45_000 });
  }
});

test("the last dialog of a restore stays as it is while another plan is made behind it, says what is other, and goes on", async ({
  page,
}) => {
  test.setTimeout(180_000);
  const target = "acme/gateway-while-away";
  // Without a source in the address it is the console that chooses, by what answers.
  await page.goto(wizard({ repository: REPOSITORY, target, step: "review" }));
  await page.getByRole("button", { name: /^Restore \.\.\./ }).click();
  const dialog = page.getByRole("dialog", { name: "Start the restore?" });
  const typed = dialog.getByLabel(`Type ${target} to confirm`);
  const start = dialog.getByRole("button", { name: "Restore", exact: true });
  await typed.fill(target);
  await expect(start).toBeEnabled();
  // Whether it is this very field that stays, and not another one in its place.
  await typed.evaluate((field) => field.setAttribute("data-kept", "yes"));
  await breakStorage("s3", PRIMARY, { kind: "reset" });
  const other = dialog.getByText("It reads the replica bucket now, not the primary");
  await expect(other).toBeVisible({ timeout: 90_000 });
  await expect(typed).toHaveValue(target);
  await expect(typed).toHaveAttribute("data-kept", "yes");
  await expect(start).toBeDisabled();
  await typed.press("Enter");
  await expectAccessible(page);
  await page.screenshot({ path: "test-results/plan-changed.png" });
  await dialog.getByRole("button", { name: "Go on with this plan" }).click();
  await expect(other).toHaveCount(0);
  await expect(typed).toBeFocused();
  await expect(typed).toHaveValue(target);
  await start.click();
  await runEnds(page, "Succeeded");
  await expect(page.getByText("the replica bucket", { exact: true })).toBeVisible();
});

test("no page breaks while the primary's whole storage is away, records and all", async ({ page }) => {
  test.setTimeout(300_000);
  await breakStorage("s3", "^/holdfast-(backups|records)(/|\\?|$)", { kind: "reset" });
  const broken: string[] = [];
  let at = "";
  page.on("pageerror", (error) => broken.push(`${at}: ${error.message}`));
  for (const address of pagesOfConsole()) {
    at = address;
    await page.goto(CONSOLE() + address);
    await expect(page.getByRole("heading", { name: "Something went wrong" }), address).toHaveCount(0);
    await expect(page.getByRole("heading").first(), address).toBeVisible({ timeout: 45_000 });
  }
  expect(broken).toEqual([]);
  // What is not known, though the page is there, leads to the log like a call that failed.
  await page.goto(`${CONSOLE()}/repositories`);
  await expect(page.getByText("The proofs are not known").first()).toBeVisible({ timeout: 45_000 });
  await expect(page.getByText(/Reference [0-9a-f]{8}: the console's log has everything/).first()).toBeVisible();
  // Nothing is begun that could not be recorded.
  const run = `${new Date().toISOString().slice(0, 19).replace(/[-:]/g, "")}Z-aw4y00`;
  expect((await post(page, "/api/runs", { run, kind: "backup" })).status).toBeGreaterThanOrEqual(500);
  await mendStorage();
  await page.goto(CONSOLE());
  await expect(page.getByTestId("verdict")).toContainText("newest backup");
});
