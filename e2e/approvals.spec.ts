// A second console of the same installation, in which one person alone may not restore many or make public: two people do it.
import { type Browser, expect, type Page, test } from "@playwright/test";
import { newRunId } from "@/lib/domain/ids";
import { approvalId } from "@/lib/domain/ids-schema";
import { type ConsoleProcess, startConsole } from "@/sandbox/console-process";
import { consoleVariables } from "@/sandbox/environment";
import { TEAMS } from "@/sandbox/names";
import { expectAccessible } from "./axe";
import { expectAccessibleEverywhere } from "./axe-everywhere";
import { freePorts } from "./free-ports";
import { post, runEnds, signIn } from "./person";
import { lsRemote, onGithub, urls } from "./servers";

let console_: ConsoleProcess;
test.beforeAll(async () => {
  const [port = 0] = await freePorts(1);
  const variables = consoleVariables(
    urls(),
    `http://localhost:${port}`,
    "a-secret-of-the-strict-console-and-of-no-other",
  );
  const rule = { TWO_PERSON_RULE: "bulk-restore,public-visibility" };
  const onOutput = (text: string) => process.stderr.write(text);
  console_ = await startConsole({ port, variables: { ...variables, ...rule }, onOutput });
});
test.afterAll(() => console_.close());

async function as(browser: Browser, login: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await signIn(page, login, console_.url);
  return page;
}

const MANY = "restore?repositories=acme/+handbook+orders&names=two-{name}&step=review";

test("one asks, another administrator approves that very plan, and it is started once", async ({ browser }) => {
  const omar = await as(browser, "omar");
  await expect(omar.getByRole("link", { name: "Approvals" })).toBeVisible();
  await omar.goto(`${console_.url}/${MANY}`);
  await expect(omar.getByText("Two people have to agree on this")).toBeVisible();
  await omar.getByRole("button", { name: "Ask for approval ..." }).click();
  await omar.getByRole("dialog").getByRole("button", { name: "Ask for approval" }).click();
  await expect(omar.getByText("Say why, for whoever is to approve it")).toBeVisible();
  await omar.getByRole("textbox", { name: "Why" }).fill("INC-204: both were deleted");
  await expectAccessible(omar);
  await omar.getByRole("dialog").getByRole("button", { name: "Ask for approval" }).click();
  await omar.waitForURL(/\/approvals\/\d{8}T\d{6}Z-/);
  const address = omar.url();
  await expect(omar.getByTestId("approval-state")).toContainText("Waiting for a second person");
  await expect(omar.getByRole("button", { name: "Approve ..." })).toBeDisabled();
  await expect(omar.getByText("Send this address to an administrator")).toBeVisible();
  await expectAccessible(omar);

  const ines = await as(browser, "ines");
  await expect(ines.getByTestId("waiting")).toContainText("Waiting for your approval: 1 request");
  await expect(ines.getByText("1 waiting for you")).toBeVisible();
  await ines.getByTestId("waiting").getByRole("link").first().click();
  await ines.waitForURL(address);
  await expect(ines.getByText("INC-204: both were deleted")).toBeVisible();
  await expectAccessibleEverywhere(ines, console_.url, async () => {
    await ines.goto(address);
    await expect(ines.getByTestId("names-preview")).toContainText("acme/two-orders");
  });
  await ines.getByRole("button", { name: "Approve ..." }).click();
  const approve = ines.getByRole("dialog").getByRole("button", { name: "Approve" });
  await expect(approve).toBeDisabled();
  await ines.getByLabel("Type restore 2 repositories to confirm").fill("restore 2 repositories");
  await expectAccessible(ines);
  await approve.click();
  await expect(ines.getByTestId("approval-state")).toContainText("Approved, not started");
  await expect(ines.getByRole("button", { name: "Start ..." })).toBeDisabled();

  await expect(omar.getByText("You can start it now")).toBeVisible();
  await omar.getByRole("button", { name: "Start ..." }).click();
  await omar.getByLabel("Type restore 2 repositories to confirm").fill("restore 2 repositories");
  await omar.getByRole("dialog").getByRole("button", { name: "Start", exact: true }).click();
  await runEnds(omar, "Succeeded");
  expect(await lsRemote("acme/two-orders")).toEqual(await lsRemote("acme/orders"));
  await omar.getByRole("link", { name: address.split("/").at(-1) }).click();
  await expect(omar.getByTestId("approval-state")).toContainText("Started");
  await expect(omar.getByRole("button", { name: "Start ..." })).toHaveCount(0);

  await ines.goto(`${console_.url}/audit`);
  const row = (what: string) => ines.getByRole("row").filter({ hasText: what }).first();
  await expect(row("Restore a repository")).toContainText("Asked for by omar, approved by ines");
  await expect(row("Approve a plan")).toContainText("ines");
  await ines.goto(`${console_.url}/approvals`);
  await expect(ines.getByRole("row").nth(1)).toContainText("Started");
  await expectAccessible(ines);
});

test("the server starts nothing that nobody else has approved, and takes nobody's word for their own", async ({
  browser,
}) => {
  const ines = await as(browser, "ines");
  const { request, digest } = await planToPublish(ines);
  const start = { kind: "restore", run: stamp("run111"), request, digest, confirmation: "acme/two-orders" };
  expect(await post(ines, "/api/runs", start)).toMatchObject({ status: 409, body: { code: "approval-missing" } });
  await ines.goto(`${console_.url}/runs/${request.restoredBy}`);
  await ines.getByRole("link", { name: "Receipt of acme/orders" }).click();
  await ines.getByTestId("changes").getByRole("button", { name: "Make public" }).click();
  await expect(ines.getByRole("dialog")).toContainText("making a restored repository public");
  await ines.getByRole("textbox", { name: "Why" }).fill("open source from now on");
  await expectAccessible(ines);
  await ines.getByRole("dialog").getByRole("button", { name: "Ask for approval" }).click();
  await ines.waitForURL(/\/approvals\/\d{8}T\d{6}Z-/);
  const id = approvalId.parse(ines.url().split("/").at(-1));
  const yes = { decision: "approved", digest, confirmation: "acme/two-orders" };
  expect(await post(ines, `/api/approvals/${id}/decide`, yes)).toMatchObject({
    status: 403,
    body: { code: "approval-own" },
  });
  expect(await post(ines, "/api/runs", { ...start, approval: id })).toMatchObject({
    status: 409,
    body: { code: "approval-closed" },
  });

  // Whoever has just left the team is asked for at once, however young their session's last answer is.
  const leaving = await as(browser, "ivo");
  await inTeams("ivo", [TEAMS.viewers]);
  expect(await post(leaving, `/api/approvals/${id}/decide`, yes)).toMatchObject({ body: { code: "not-allowed" } });
  await inTeams("ivo", [TEAMS.viewers, TEAMS.admins]);
  const ivo = await as(browser, "ivo");
  await ivo.goto(`${console_.url}/approvals/${id}`);
  await expect(ivo.getByText("Everybody can read it", { exact: false }).first()).toBeVisible();
  await expectAccessible(ivo);
  await ivo.getByRole("button", { name: "Refuse" }).click();
  await ivo.getByRole("textbox", { name: /Note/ }).fill("not without legal");
  await ivo.getByRole("dialog").getByRole("button", { name: "Refuse" }).click();
  await expect(ivo.getByTestId("approval-state")).toContainText("Refused");
  await ines.goto(`${console_.url}/approvals/${id}`);
  await expect(ines.getByText("not without legal")).toBeVisible();
});

test("whoever asked can take it back; settings say what takes two people", async ({ browser }) => {
  const omar = await as(browser, "omar");
  await omar.goto(`${console_.url}/${MANY.replace("two-", "other-")}`);
  await omar.getByRole("button", { name: "Ask for approval ..." }).click();
  await omar.getByRole("textbox", { name: "Why" }).fill("by mistake");
  await omar.getByRole("dialog").getByRole("button", { name: "Ask for approval" }).click();
  await omar.getByRole("button", { name: "Withdraw" }).click();
  await omar.getByRole("dialog").getByRole("button", { name: "Withdraw" }).click();
  await expect(omar.getByTestId("approval-state")).toContainText("Withdrawn");
  await omar.goto(`${console_.url}/settings`);
  await expect(omar.getByText("restores of 2 repositories or more; making a restored repository public")).toBeVisible();
});

const stamp = (letters: string) => newRunId(new Date(), letters);

/** Making public what the test before has restored. */
async function planToPublish(page: Page) {
  const runs = (await page.evaluate(async () => (await fetch("/api/runs")).json())) as {
    runs: { record: { id: string; restore?: { restored?: { target?: string; repository_id?: number }[] } } }[];
  };
  const made = runs.runs.flatMap(({ record }) =>
    (record.restore?.restored ?? []).map((item) => ({ restoredBy: record.id, ...item })),
  );
  const item = made.find(({ target }) => target === "acme/two-orders");
  const change = { action: "set-visibility", visibility: "public" };
  const { restoredBy, target, repository_id: repositoryId } = item ?? {};
  const request = { kind: "rearm", target, repositoryId, restoredBy, change };
  const { body } = await post(page, "/api/restore/plan", { request });
  return { request, digest: (body as { digest: string }).digest };
}

const inTeams = (login: string, teams: string[]) =>
  onGithub("people", { login, organisation: "acme", role: "member", teams });
