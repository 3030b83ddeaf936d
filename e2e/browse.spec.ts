// What is inside a backup, looked at in a browser without restoring it: by operators, and told in the audit trail.
import { readFile } from "node:fs/promises";
import { expect, type Page, test } from "@playwright/test";
import { CURIOUS } from "@/sandbox/testing/curious-history";
import { expectAccessible } from "./axe";
import { CONSOLE, runBackup, signIn } from "./person";
import { breakStorage, makeCurious, mendStorage } from "./servers";

const REPOSITORY = "acme/curious";
let commit: string;
let snapshot: string;

test.beforeAll(async ({ browser }) => {
  commit = await makeCurious("curious");
  const page = await browser.newPage();
  await signIn(page, "omar");
  await runBackup(page, "Succeeded");
  snapshot = await newestSnapshot(page);
  await page.close();
});
test.afterEach(() => mendStorage());

async function newestSnapshot(page: Page): Promise<string> {
  const answer = await page.request.get(`${CONSOLE()}/api/snapshots?limit=1`);
  return (await answer.json()).rows[0].id;
}

const inside = (query: Record<string, string> = {}, repository = REPOSITORY) =>
  `${CONSOLE()}/snapshots/${snapshot}/browse/${repository}?${new URLSearchParams(query)}`;

test("an operator opens a repository out of its entry, walks down to a file and back", async ({ page }) => {
  await signIn(page, "omar");
  await page.goto(`${CONSOLE()}/snapshots/${snapshot}?entry=${encodeURIComponent(REPOSITORY)}`);
  await page.getByRole("dialog").getByRole("link", { name: "Browse" }).click();
  await expect(page).toHaveURL(/\/browse\/acme\/curious$/);
  const folder = page.getByTestId("browse-folder");
  await expect(folder.getByRole("row")).toHaveCount(13);
  await expect(folder.getByRole("row").filter({ hasText: "README.md" })).toContainText("File");
  await expect(folder.getByRole("row").filter({ hasText: "passwd" })).toContainText("Symbolic link");
  await expect(page.getByText("Everything <b>odd</b>")).toBeVisible();
  await expectAccessible(page);

  await folder.getByRole("link", { name: "scripts" }).click();
  await expect(page).toHaveURL(/path=scripts$/);
  await folder.getByRole("link", { name: "run.sh" }).click();
  await expect(page.getByRole("heading", { name: "run.sh" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Contents of run.sh" })).toContainText("echo deep");
  await expectAccessible(page);
  await page.goBack();
  await expect(folder.getByRole("link", { name: "run.sh" })).toBeVisible();
  await page.getByRole("navigation", { name: "Path" }).getByRole("link", { name: "curious" }).click();
  await expect(folder.getByRole("row")).toHaveCount(13);
});

test("a line has an address, its number is no part of the text, and a pasted address leads there", async ({ page }) => {
  await signIn(page, "omar");
  await page.goto(`${inside({ path: "README.md" })}#L3`);
  await expect(page.locator("#L3[data-named]")).toContainText("Plain words.");
  expect(await page.locator("pre").evaluate((pre) => pre.textContent)).toBe("# Curious\n\nPlain words.\n");
});

test("binary, large, turned, elsewhere: each says what it is, and nothing of it runs", async ({ page }) => {
  // A dozen pages, each loaded anew.
  test.setTimeout(180_000);
  await signIn(page, "omar");
  for (const [path, words] of [
    ["logo.png", "Pictures out of repositories are not drawn in the console"],
    ["huge.log", "Too large to be shown"],
    ["empty.txt", "An empty file"],
    ["trojan.js", "4 characters of it would be invisible"],
    ["passwd", "and is not followed here"],
    ["vendor", "of another repository"],
    ["video.mp4", "Its content is in Git LFS"],
    ["nothing", "An empty folder"],
    ["none/at/all", "There is no none/at/all in refs/heads/main of acme/curious"],
  ] as const) {
    await page.goto(inside({ path }));
    await expect(page.getByText(words).first(), path).toBeVisible();
  }
  await page.goto(inside({ path: "odd" }));
  await expect(page.getByTestId("browse-folder").getByRole("link", { name: CURIOUS.names.script })).toBeVisible();
  await expect(page.getByTestId("browse-folder").getByRole("link", { name: "two\\x0alines.txt" })).toBeVisible();
  await page.goto(inside({ ref: "refs/heads/gone" }));
  await expect(page.getByText(/has no refs\/heads\/gone/)).toBeVisible();
});

test("a download is the file byte for byte, and never a page", async ({ page }) => {
  await signIn(page, "omar");
  await page.goto(inside({ path: "huge.log" }));
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("huge.log");
  expect(await readFile(await download.path())).toEqual(CURIOUS.huge);
  const of = new URLSearchParams({ snapshot, repository: REPOSITORY, ref: commit, path: "logo.png" });
  const answer = await page.request.get(`${CONSOLE()}/api/browse/file?${of}`);
  expect(await answer.body()).toEqual(CURIOUS.binary);
  expect(answer.headers()).toMatchObject({
    "content-type": "application/octet-stream",
    "content-disposition": 'attachment; filename="logo.png"',
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
  });
  const foreign = await page.request.get(`${CONSOLE()}/api/browse/file?${of}`, {
    headers: { "sec-fetch-site": "cross-site" },
  });
  expect(foreign.status()).toBe(403);
});

test("commits, branches and tags have pages and addresses", async ({ page }) => {
  await signIn(page, "omar");
  await page.goto(inside({ view: "commits" }));
  await expect(page.getByTestId("browse-commits").getByRole("row").nth(1)).toContainText("Ada Acme");
  await expectAccessible(page);
  await page.getByRole("tab", { name: "Tags (3)" }).click();
  await expect(page).toHaveURL(/view=tags/);
  const refs = page.getByTestId("browse-refs");
  await expect(refs.getByRole("row").filter({ hasText: "a-blob" })).toContainText("A blob, no commit");
  await expect(refs.getByRole("row").filter({ hasText: "v-curious" })).toContainText("Annotated");
  await expectAccessible(page);
  await page.getByRole("tab", { name: /^Branches/ }).click();
  await expect(refs.getByRole("row").nth(1)).toContainText("Default");
  await refs.getByRole("link", { name: "Commits of empty-tree" }).click();
  await expect(page.getByTestId("browse-commits")).toContainText("nothing at all");

  // Of a history with more than one page.
  await page.goto(inside({ view: "commits" }, "acme/storefront"));
  const rows = page.getByTestId("browse-commits").getByRole("row");
  await expect(rows).toHaveCount(51);
  await page.getByRole("button", { name: "Show older" }).click();
  await expect.poll(() => rows.count()).toBeGreaterThan(51);
});

test("on a telephone nothing is cut off", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, "omar");
  for (const query of [{}, { path: "trojan.js" }, { view: "branches" }] as Record<string, string>[]) {
    await page.goto(inside(query));
    await expect(
      page
        .getByText(/As of commit|Find branches/)
        .or(page.getByTestId("browse-refs"))
        .first(),
    ).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    await expectAccessible(page);
  }
});

test("a viewer is told why not, and the server lets nothing out", async ({ page }) => {
  await signIn(page, "vera");
  await page.goto(inside());
  await expect(page.getByText("What is inside a backup is source code")).toBeVisible();
  await expect(page.getByText(/Your role is viewer; to browse a backup/)).toBeVisible();
  await expectAccessible(page);
  for (const what of ["open", "refs", "commits", "path", "file"]) {
    const of = new URLSearchParams({ snapshot, repository: REPOSITORY, ref: commit, path: "README.md", kind: "tags" });
    expect((await page.request.get(`${CONSOLE()}/api/browse/${what}?${of}`)).status(), what).toBe(403);
  }
});

test("the audit trail tells who looked into what, once, and who took which file", async ({ page }) => {
  await signIn(page, "ines");
  const { entries } = await (await page.request.get(`${CONSOLE()}/api/audit`)).json();
  const of = `${REPOSITORY} of ${snapshot}, primary`;
  const told = (action: string, login: string) =>
    (entries as { action: string; about?: string; phase: string; actor: { login?: string } }[]).filter(
      (each) => each.action === action && each.actor.login === login && each.about?.endsWith(of),
    );
  expect(told("browse a backup", "omar").filter(({ phase }) => phase === "intent").length).toBeGreaterThan(0);
  expect(told("download a file", "omar").map(({ about }) => about)).toContain(`logo.png at ${commit} of ${of}`);
  expect(told("browse a backup", "vera").map(({ phase }) => phase)).toEqual(["event"]);
});

test("an empty repository, and one that was not captured, say so instead of waiting", async ({ page }) => {
  await signIn(page, "omar");
  await page.goto(inside({}, "acme/new-idea"));
  await expect(page.getByText("It had no commit, so there is nothing to look at.")).toBeVisible();
  await page.goto(inside({}, "acme/none"));
  await expect(page.getByText(/has no repository acme\/none/)).toBeVisible();
});

test("with the primary away it is read from the replica, and a bundle that is in neither says so", async ({ page }) => {
  await signIn(page, "omar");
  const bundle = "\\.bundle";
  await breakStorage("s3", bundle, { kind: "status", status: 503 });
  await page.goto(inside({}, "acme/handbook"));
  await expect(page.getByText(/came from holdfast-backups-replica/)).toBeVisible();
  await expect(page.getByTestId("browse-folder")).toBeVisible();
  await breakStorage("s3Replica", bundle, { kind: "status", status: 403 });
  await page.goto(inside({}, "acme/gateway"));
  await expect(page.getByText(/can be read from neither bucket/)).toBeVisible();
  await mendStorage();
  await expect(async () => {
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByTestId("browse-folder")).toBeVisible({ timeout: 2000 });
  }).toPass();
});
