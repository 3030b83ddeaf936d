// A second console of the same installation, in which one administrator alone makes no token of an administrator.
import { type Browser, expect, type Page, test } from "@playwright/test";
import { newRunId } from "@/lib/domain/ids";
import { type ConsoleProcess, startConsole } from "@/sandbox/console-process";
import { consoleVariables } from "@/sandbox/environment";
import { answerOf } from "./answer-of";
import { api, makeToken } from "./api";
import { expectAccessible } from "./axe";
import { freePorts } from "./free-ports";
import { post, signIn } from "./person";
import { urls } from "./servers";

let console_: ConsoleProcess;
test.beforeAll(async () => {
  const [port = 0] = await freePorts(1);
  const secret = "a-secret-of-the-console-of-two-administrators";
  const variables = consoleVariables(urls(), `http://localhost:${port}`, secret);
  const rule = { TWO_PERSON_RULE: "admin-tokens,bulk-restore" };
  console_ = await startConsole({
    port,
    variables: { ...variables, ...rule },
    onOutput: (text: string) => process.stderr.write(text),
  });
});
test.afterAll(() => console_.close());

async function as(browser: Browser, login: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await signIn(page, login, console_.url);
  return page;
}
const row = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name });

test("a token of an administrator opens nothing until another administrator has approved it", async ({ browser }) => {
  test.setTimeout(120_000);
  const at = { console: console_.url };
  const ines = await as(browser, "ines");
  await ines.goto(`${console_.url}/settings/tokens`);
  await ines.getByRole("button", { name: "Make a token" }).first().click();
  await expect(ines.getByText("Another administrator has to approve it first.")).toBeVisible();
  await ines.keyboard.press("Escape");
  const token = await makeToken(ines, "evidence export", "Admin", console_.url);
  await expect(ines.getByText("It opens nothing before an administrator other than you has approved it")).toBeVisible();
  await expect(row(ines, "evidence export")).toContainText("Waiting for a second person");
  await expect(ines.getByRole("button", { name: "Approve evidence export" })).toBeDisabled();
  await expectAccessible(ines);
  expect(await api("/audit", token, at)).toMatchObject({ status: 401, body: { code: "api-token-waiting" } });
  const id = token.split("_")[1];
  expect(await post(ines, `/api/tokens/${id}/approve`)).toMatchObject({ status: 403, body: { code: "api-token-own" } });

  const ivo = await as(browser, "ivo");
  await ivo.goto(`${console_.url}/settings/tokens`);
  await ivo.getByRole("button", { name: "Approve evidence export" }).click();
  await expect(ivo.getByRole("dialog")).toContainText("acts as ines");
  await expectAccessible(ivo);
  await ivo.getByRole("dialog").getByRole("button", { name: "Approve" }).click();
  await expect(row(ivo, "evidence export")).toContainText("Approved by ivo");
  await expect(row(ivo, "evidence export")).toContainText("Active");
  expect((await api("/audit", token, at)).status).toBe(200);

  // What two people agree on is asked for, and started, by people.
  const { body: document } = await api("/openapi.json", token, at);
  const snapshots = (await api("/snapshots", token, at)).body.rows;
  const snapshot = snapshots.find((each: { summary?: unknown }) => each.summary).id;
  const request = {
    ...{ kind: "batch", snapshot, source: "primary" },
    ...{ repositories: ["acme/handbook", "acme/orders"], naming: { suffix: "-by-script" } },
  };
  const { body: plan } = await api("/restore/plan", token, { ...at, body: { request } });
  expect(answerOf(document, "/restore/plan", "post").safeParse(plan).error).toBeUndefined();
  expect(plan.twoPeople).toMatchObject({ act: "bulk-restore" });
  const asked = { id: stamp("asking"), request, digest: plan.digest, why: "to see" };
  expect((await api("/approvals", token, { ...at, body: asked })).status).toBe(404);
  expect(await post(ines, "/api/approvals", asked)).toMatchObject({ status: 200 });
  const opened = await api(`/approvals/${asked.id}`, token, at);
  expect(answerOf(document, "/approvals/{id}", "get").safeParse(opened.body).error).toBeUndefined();
  const { digest, confirmation } = plan;
  const start = { kind: "restore", run: stamp("script"), request, digest, confirmation };
  expect(await api("/runs", token, { ...at, body: start })).toMatchObject({ body: { code: "approval-missing" } });
  expect(await api("/runs", token, { ...at, body: { ...start, approval: asked.id } })).toMatchObject({
    status: 403,
    body: { code: "api-token-not-here" },
  });
  expect(await post(ines, `/api/approvals/${asked.id}/withdraw`)).toMatchObject({ status: 200 });

  await ivo.goto(`${console_.url}/audit`);
  const told = (what: string) => ivo.getByRole("row").filter({ hasText: what }).first();
  await expect(told("Approve an API token")).toContainText("ivo");
  await expect(told("Make an API token of an administrator")).toContainText("evidence export");
});

const stamp = (letters: string) => newRunId(new Date(), letters);
