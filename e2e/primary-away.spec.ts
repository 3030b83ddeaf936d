// The primary bucket is gone while people work: every page goes on from the replica and says so. That a restore which is started
// then completes is told in restore-sources.spec.ts.
import { expect, test } from "@playwright/test";
import { demo } from "./demo";
import { pagesOfConsole } from "./inventory";
import { CONSOLE, post, signIn } from "./person";
import { breakStorage, mendStorage } from "./servers";

const PRIMARY = "^/holdfast-backups(/|\\?|$)";
const REPOSITORY = "acme/gateway";

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
    [`/snapshots/${day}`, /The primary bucket did not answer; this is from the replica bucket|Unreachable/, /acme\//],
    ["/restore", /The primary bucket holdfast-backups cannot be read/, new RegExp(day)],
  ];
  for (const [address, says, shows] of said) {
    await page.goto(CONSOLE() + address);
    await expect(page.locator("main"), address).toContainText(shows, { timeout: 45_000 });
    await expect(page.locator("main"), address).toContainText(says, { timeout: 45_000 });
  }
  await page.goto(`${CONSOLE()}/repositories`);
  await expect(page.getByRole("row").filter({ hasText: REPOSITORY })).toBeVisible({ timeout: 45_000 });
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
  // Nothing is begun that could not be recorded.
  const run = `${new Date().toISOString().slice(0, 19).replace(/[-:]/g, "")}Z-aw4y00`;
  expect((await post(page, "/api/runs", { run, kind: "backup" })).status).toBeGreaterThanOrEqual(500);
  await mendStorage();
  await page.goto(CONSOLE());
  await expect(page.getByTestId("verdict")).toContainText("newest backup");
});
