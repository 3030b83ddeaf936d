// What moves while one looks: the alarms in the top bar, the log of a run, the last runs.
import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./axe";
import { CONSOLE, runBackup, signIn } from "./person";
import { breakRepository, mendEverything, setAlarm } from "./servers";

test.beforeEach(({ page }) => signIn(page, "omar"));
test.afterEach(() => mendEverything());

/** As when somebody comes back to the page: what is older than a moment is asked for again. */
async function lookAgain(page: Page): Promise<void> {
  // What was asked for a moment ago is not asked for again.
  await page.waitForTimeout(2500);
  const [answer] = await Promise.all([
    page.waitForResponse((response) => new URL(response.url()).pathname === "/api/alarms"),
    page.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true }))),
  ]);
  await answer.finished();
}

test("the log of a run is filtered, pointed to and taken away; its report too", async ({ page }) => {
  await runBackup(page, /Succeeded|Partial/);
  const run = page.url().split("/").at(-1);
  const log = page.getByRole("region", { name: "Log of the run" });
  await expect(log.getByText(/snapshot .*: \d+ repositories/)).toBeVisible();
  await expect(log.getByRole("time").first()).toHaveAttribute("title", /^\d+ \w+ \d{4}, \d\d:\d\d:\d\d UTC$/);
  await page.getByLabel("Find in the log").fill("snapshot");
  await expect(page).toHaveURL(/log=snapshot/);
  await page.getByRole("button", { name: "Lines to show" }).click();
  await page.getByRole("option", { name: "Errors", exact: true }).click();
  await expect(page).toHaveURL(/level=error/);
  await page.goto(`${CONSOLE()}/runs/${run}?log=REPOSITORIES#log-2`);
  await expect(page.getByLabel("Find in the log")).toHaveValue("REPOSITORIES");
  await page.goto(`${CONSOLE()}/runs/${run}#log-2`);
  await expect(page.locator("#log-2")).toHaveAttribute("data-pointed", "true");
  await page.getByRole("link", { name: "Address of line 1", exact: true }).click();
  await expect(page).toHaveURL(/#log-1$/);
  await expect(page.locator("#log-1")).toHaveAttribute("data-pointed", "true");

  const file = await (await page.request.get(`${CONSOLE()}/api/runs/${run}/log?download=1`)).text();
  const lines = file.trim().split("\n");
  expect(lines.length).toBeGreaterThan(5);
  for (const line of lines) expect(line).toMatch(/^(\d{4}-\d\d-\d\dT| {4})/);
  const report = await page.request.get(`${CONSOLE()}/api/runs/${run}?download=1`);
  expect(report.headers()["content-disposition"]).toContain(`holdfast-run-${run}.json`);
  expect(await report.json()).toMatchObject({ id: run, kind: "backup" });
});

test("a paused log stays as it is while lines come, says how many they are, and goes on with all of them", async ({
  page,
}) => {
  await breakRepository("acme/[^/]+", { kind: "delay", ms: 3000 });
  await page.goto(CONSOLE());
  await page.getByRole("button", { name: "Run backup now" }).click();
  await page.waitForURL(/\/runs\/\d{8}T\d{6}Z-/);
  const lines = page.getByRole("region", { name: "Log of the run" }).getByRole("link", { name: /^Address of line/ });
  await expect(lines.first()).toBeVisible({ timeout: 60_000 });
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  const held = await lines.count();
  const goOn = page.getByRole("button", { name: /^Go on: [1-9]\d* new lines?$/ });
  await expect(goOn).toBeVisible({ timeout: 45_000 });
  await expect(lines).toHaveCount(held);
  await expect(page.getByLabel("Follow", { exact: true })).toBeDisabled();
  await expectAccessible(page);
  // Also when the run is over meanwhile: nothing comes in by itself.
  await expect(page.getByTestId("run-state")).toContainText(/Succeeded|Partial/, { timeout: 60_000 });
  await expect(lines).toHaveCount(held);
  const [, news = ""] = /(\d+) new/.exec((await goOn.textContent()) ?? "") ?? [];
  await goOn.click();
  await expect.poll(() => lines.count()).toBeGreaterThanOrEqual(held + Number(news));
  await expect(goOn).toHaveCount(0);
  await expect(page.getByLabel("Follow", { exact: true })).toBeEnabled();
});

test("the last runs are bars that lead to them, on the Overview and above the list", async ({ page }) => {
  for (const path of ["/", "/runs"]) {
    await page.goto(CONSOLE() + path);
    const bar = page.getByTestId("run-strip").getByRole("link").last();
    await expect(bar).toHaveAccessibleName(/^(Backup|Verify|Restore|Drill): \w+/);
    await bar.focus();
    await page.keyboard.press("Enter");
    await expect(page.getByTestId("run-state")).toBeVisible();
  }
});

test("open alarms are counted on every page; what is not known is never told as none", async ({ page }) => {
  const count = page.getByTestId("alarms-count");
  await page.goto(`${CONSOLE()}/snapshots`);
  await expect(count).toHaveText(/open alarm/);
  await page.route("**/api/alarms", (route) =>
    route.fulfill({ status: 502, json: { code: "aws-unreachable", message: "AWS does not answer", hint: "Wait." } }),
  );
  await page.goto(`${CONSOLE()}/runs`);
  await expect(count).toContainText("Alarms not known", { timeout: 30_000 });
  await page.unroute("**/api/alarms");
  const report = { severity: "high", meaning: "", state: "ALARM" };
  const alarms = ["one", "two"].map((name) => ({ ...report, name, title: name }));
  await page.route("**/api/alarms", (route) => route.fulfill({ json: alarms }));
  await page.goto(`${CONSOLE()}/repositories`);
  await expect(count).toContainText("2 open alarms");
  await count.click();
  await expect(page).toHaveURL(`${CONSOLE()}/alarms`);
});

test("how many alarms are open is spoken when it becomes another, and not before", async ({ page }) => {
  const alarm = "holdfast-proof-failure";
  await page.goto(`${CONSOLE()}/snapshots`);
  const count = page.getByTestId("alarms-count");
  const spoken = page.locator('[data-testid="alarms-count"] + [role="status"]');
  await expect(count).toHaveText(/open alarm/);
  await expect(spoken).toHaveAttribute("aria-live", "polite");
  await expect(spoken).toHaveText("");
  // Asked again, the same is no news.
  await lookAgain(page);
  await expect(spoken).toHaveText("");
  for (const [state, words] of [
    ["ALARM", /^1 open alarm$/],
    ["OK", /^No open alarm(, \d+ without data)?$/],
  ] as const)
    await expect(async () => {
      await setAlarm(alarm, state);
      await lookAgain(page);
      await expect(spoken).toHaveText(words, { timeout: 2000 });
      await expect(count).toHaveAttribute("title", words);
    }).toPass({ timeout: 45_000 });
});

test("the keys are told by ?, and the account and the environment stand on every page", async ({ page }) => {
  await expect(page.getByTestId("environment")).toHaveAttribute("title", /AWS account \d{12}/);
  await expect(page.getByText("AWS account", { exact: true })).toBeVisible();
  await page.getByRole("heading", { name: "Overview" }).click();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toContainText("g, then c");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog", { name: "Keys" })).toHaveCount(0);
  await page.keyboard.press("g");
  await page.keyboard.press("c");
  await expect(page).toHaveURL(`${CONSOLE()}/retention`);
});

for (const colorScheme of ["light", "dark"] as const)
  for (const width of [1440, 390])
    test(`they are accessible, ${colorScheme} and ${width} px wide`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      for (const path of ["/", "/runs"]) {
        await page.goto(CONSOLE() + path);
        await expect(page.getByTestId("run-strip")).toBeVisible();
        await expectAccessible(page);
      }
      await page.getByTestId("run-strip").getByRole("link").last().click();
      await expect(page.getByRole("region", { name: "Log of the run" })).toContainText("1");
      await expectAccessible(page);
    });
