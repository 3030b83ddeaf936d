// Stopping a run: by whoever started it or by an administrator, and never by a press alone. GitHub holds it up meanwhile.
import { type Browser, expect, type Page, test } from "@playwright/test";
import { RUN_STATE_VIEW, type RunRecord } from "@/lib/domain/run";
import { expectAccessible } from "./axe";
import { expectAccessibleEverywhere } from "./axe-everywhere";
import { CONSOLE, post, signIn } from "./person";
import { breakRepository, mendEverything } from "./servers";

test.afterEach(() => mendEverything());

async function pageOf(browser: Browser, login: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await signIn(page, login);
  return page;
}

/** @returns the id of a backup that is at work and does not get on */
async function beginBackup(page: Page): Promise<string> {
  const active = async () => {
    const { runs } = await (await page.request.get(`${CONSOLE()}/api/runs?limit=20`)).json();
    return runs.filter(({ record }: { record: RunRecord }) => !RUN_STATE_VIEW[record.state].terminal).length;
  };
  // One that another test has left at work would be held up as well.
  await expect.poll(active, { timeout: 30_000 }).toBe(0);
  await breakRepository("acme/[^/]+", { kind: "stall" });
  await page.goto(CONSOLE());
  await page.getByRole("button", { name: "Run backup now" }).click();
  await page.waitForURL(/\/runs\/\d{8}T\d{6}Z-/);
  await expect(page.getByTestId("run-state")).toContainText("Running", { timeout: 60_000 });
  return page.url().split("/").at(-1) ?? "";
}

const stopButton = (page: Page) => page.getByRole("button", { name: "Stop", exact: true });
const whoAsked = (page: Page) => page.locator("dt", { hasText: "Stop asked for by" }).locator("+ dd");
const wordsOf = (run: string) => `stop ${run.slice(-6)}`;

/** Where one is at work already no second one is started: the notice, which can be read in both lights, leads to it. */
async function aSecondIsALink(page: Page, run: string): Promise<void> {
  const again = async () => {
    await page.goto(`${CONSOLE()}/runs`);
    await page.getByRole("button", { name: "Run backup now" }).click();
    await expect(page.getByRole("link", { name: "Follow that run" })).toBeVisible();
  };
  await expectAccessibleEverywhere(page, CONSOLE(), again);
  await page.getByRole("link", { name: "Follow that run" }).click();
  await page.waitForURL(`${CONSOLE()}/runs/${run}`);
}

/** Opens the dialog and types what it asks for. */
async function stop(page: Page, run: string): Promise<void> {
  await stopButton(page).click();
  await page.getByLabel(`Type ${wordsOf(run)} to confirm`).fill(wordsOf(run));
  await page.getByRole("dialog").getByRole("button", { name: "Stop the backup" }).click();
  await expect(page.getByText("The run was asked to stop")).toBeVisible();
}

test("a run is stopped by typing the end of its id; other words stop nothing, and what was typed is gone when it is asked again", async ({
  page,
}) => {
  await signIn(page, "omar");
  const run = await beginBackup(page);
  await aSecondIsALink(page, run);
  await stopButton(page).click();
  const dialog = page.getByRole("dialog", { name: "Stop this backup?" });
  const typed = dialog.getByLabel(`Type ${wordsOf(run)} to confirm`);
  const button = dialog.getByRole("button", { name: "Stop the backup" });
  await expect(button).toBeDisabled();
  await expect(dialog).toContainText(/aws ecs stop-task --region \S+ --cluster \S+ --task arn:aws:ecs:/);
  for (const wrong of ["stop", run.slice(-6), wordsOf(run).toUpperCase(), `${wordsOf(run)} `]) {
    await typed.fill(wrong);
    await expect(button).toBeDisabled();
    await typed.press("Enter");
  }
  await expectAccessible(page);
  await typed.fill(wordsOf(run));
  await expect(button).toBeEnabled();
  await dialog.getByRole("button", { name: "Let it go on" }).click();
  await expect(dialog).toBeHidden();
  await stopButton(page).click();
  await expect(typed).toHaveValue("");
  await expect(button).toBeDisabled();
  await page.keyboard.press("Escape");

  // Past the page.
  const answer = await post(page, `/api/runs/${run}/stop`, { confirmation: "stop zzzzzz" });
  expect(answer).toMatchObject({ status: 400, body: { code: "confirmation-wrong" } });
  await expect(page.getByTestId("run-state")).toContainText("Running");
  expect((await (await page.request.get(`${CONSOLE()}/api/runs/${run}`)).json()).record.stop_requested).toBeUndefined();

  await stop(page, run);
  await expect(page.getByTestId("run-state")).toContainText("Stopped", { timeout: 60_000 });
  await expect(page.getByText("The run was stopped by omar", { exact: true })).toBeVisible();
  await expect(whoAsked(page)).toHaveText("omar");
  await expect(stopButton(page)).toHaveCount(0);
  const again = await post(page, `/api/runs/${run}/stop`, { confirmation: "whatever" });
  expect(again).toMatchObject({ status: 409, body: { code: "run-ended" } });
});

test("an operator cannot stop an administrator's run and reads why; an administrator stops anybody's, and the trail says whose", async ({
  browser,
}) => {
  const [omar, ines] = [await pageOf(browser, "omar"), await pageOf(browser, "ines")];
  const reason = /^Your role is operator; to stop somebody else's run one needs to be admin\./;
  const run = await beginBackup(ines);
  await omar.goto(`${CONSOLE()}/runs/${run}`);
  await expect(stopButton(omar)).toBeDisabled();
  await stopButton(omar).hover();
  await expect(omar.getByText(reason).filter({ visible: true })).toBeVisible();
  await expect(stopButton(omar)).toHaveAccessibleDescription(reason);
  await expectAccessible(omar);
  const refused = await post(omar, `/api/runs/${run}/stop`, { confirmation: wordsOf(run) });
  expect(refused).toMatchObject({ status: 403, body: { code: "not-allowed" } });
  await expect(ines.getByTestId("run-state")).toContainText("Running");
  await stop(ines, run);
  for (const page of [ines, omar])
    await expect(page.getByTestId("run-state")).toContainText("Stopped", { timeout: 60_000 });
  await expect(whoAsked(omar)).toHaveText("ines");

  const other = await beginBackup(omar);
  await ines.goto(`${CONSOLE()}/runs/${other}`);
  await stop(ines, other);
  await expect(omar.getByTestId("run-state")).toContainText("Stopped", { timeout: 60_000 });
  const trail = (await (await ines.request.get(`${CONSOLE()}/api/audit?download=1`)).text()).trim().split("\n");
  const acts = trail
    .map((line) => JSON.parse(line))
    .filter(({ action }) => /^stop/.test(action))
    .map(({ action, run: of, actor, phase, result }) => ({ action, of, login: actor.login, phase, result }));
  const theirs = "stop somebody else's run";
  const told = (action: string, of: string, login: string, phase: string, result?: string) =>
    expect(acts).toContainEqual({ action, of, login, phase, result });
  told(theirs, run, "omar", "event", "refused");
  told("stop a run", run, "ines", "outcome", "done");
  told(theirs, other, "ines", "intent");
  told(theirs, other, "ines", "outcome", "done");
  await Promise.all([omar.context().close(), ines.context().close()]);
});
