// A token from its making in the page to its end, and what it opens over plain HTTP.
import { expect, type Page, test } from "@playwright/test";
import { newRunId } from "@/lib/domain/ids";
import { api, makeToken } from "./api";
import { expectAccessible } from "./axe";
import { CONSOLE, cookieOf, post, SESSION_COOKIE, signIn } from "./person";

const row = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name });

test("an operator makes a token, a script lists snapshots and starts a backup with it, and is refused once it is revoked", async ({
  page,
}) => {
  test.setTimeout(150_000);
  await signIn(page, "omar");
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByRole("link", { name: "API tokens" }).click();
  await expect(page).toHaveURL(`${CONSOLE()}/settings/tokens`);
  await page.getByRole("button", { name: "Make a token" }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: "Make the token" }).click();
  await expect(page.getByText("say what it is for")).toBeVisible();
  await expect(page.getByRole("radio", { name: "Admin" })).toBeDisabled();
  await expectAccessible(page);
  const token = await makeToken(page, "nightly report", "Operate");
  await expectAccessible(page);
  await expect(row(page, "nightly report")).toContainText("Active");
  await expect(row(page, "nightly report")).toContainText("Never");

  const { status, body } = await api("/snapshots?limit=1", token);
  expect([status, body.rows.length]).toEqual([200, 1]);
  const run = newRunId(new Date(), "script");
  expect(await api("/runs", token, { body: { kind: "backup", run } })).toMatchObject({
    status: 200,
    body: { id: run },
  });
  await expect
    .poll(async () => (await api(`/runs/${run}`, token)).body.record.state, { timeout: 60_000 })
    .toMatch(/succeeded|partial/);
  expect((await api(`/runs/${run}`, token)).body.record.actor).toBe("token nightly report of omar");

  await page.reload();
  await expect(page.getByTestId("made-token")).toHaveCount(0);
  expect(await page.content()).not.toContain(token.slice(20));
  await expect(row(page, "nightly report")).toContainText(new Date().toISOString().slice(0, 10));
  await page.getByRole("button", { name: "Revoke nightly report" }).click();
  await expectAccessible(page);
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(row(page, "nightly report")).toContainText("Revoked");
  const refused = await api("/snapshots", token);
  expect(refused).toMatchObject({ status: 401, body: { code: "api-token-revoked", reference: expect.any(String) } });
  expect(refused.headers.get("www-authenticate")).toMatch(/^Bearer/);
});

test("what tokens do and are refused is in the audit trail, with the token and its maker", async ({ page }) => {
  await signIn(page, "ines");
  const token = await makeToken(page, "to see", "Read");
  const run = newRunId(new Date(), "denied");
  expect(await api("/runs", token, { body: { kind: "backup", run } })).toMatchObject({
    status: 403,
    body: { code: "api-token-scope" },
  });
  await page.goto(`${CONSOLE()}/audit`);
  const told = (what: string, who: string) => page.getByRole("row").filter({ hasText: what }).filter({ hasText: who });
  await expect(told("Start a backup", "token to see of ines").first()).toContainText("Refused");
  await expect(told("Start a backup", "token nightly report of omar").first()).toContainText("Done");
  await expect(told("Make an API token", "omar").first()).toContainText("nightly report");
  await expect(told("Revoke an API token", "omar").first()).toContainText("Done");
  await expect(told("Use an API token", "token nightly report of omar").first()).toContainText("Refused");
  expect(await page.content()).not.toContain(token.slice(20));
});

test("a token opens the API alone, and nothing that is for people", async ({ page, browser }) => {
  await signIn(page, "ines");
  const token = await makeToken(page, "of an admin", "Admin");
  expect((await api("/audit", token)).status).toBe(200);
  const head = await fetch(`${CONSOLE()}/api/v1/audit`, {
    method: "HEAD",
    headers: { authorization: `Bearer ${token}` },
  });
  expect([head.status, await head.text()]).toEqual([200, ""]);
  const headers = { authorization: `Bearer ${token}` };
  for (const path of ["/api/snapshots", "/api/audit"])
    expect((await fetch(`${CONSOLE()}${path}`, { headers })).status).toBe(401);
  const pageAnswer = await fetch(`${CONSOLE()}/settings/tokens`, { headers, redirect: "manual" });
  expect(pageAnswer.status).toBe(307);
  for (const path of [
    "/tokens",
    "/approvals/20200101T000000Z-aaaaaa/decide",
    "/sessions/end",
    "/auth/session",
    "/none",
  ])
    for (const body of [undefined, {}]) expect((await api(path, token, { body })).status).toBe(404);
  const cookie = `${SESSION_COOKIE}=${await cookieOf(browser, "ines")}`;
  expect(await api("/snapshots", token, { headers: { cookie } })).toMatchObject({
    status: 400,
    body: { code: "two-credentials" },
  });
  expect(await api("/snapshots", undefined, { headers: { cookie } })).toMatchObject({
    status: 401,
    body: { code: "api-token-missing" },
  });
  for (const path of ["/api/v2/snapshots", "/api/v0", "/api/v10/none"])
    expect([path, (await fetch(`${CONSOLE()}${path}`, { headers })).status]).toEqual([path, 404]);
});

test("hostile requests are refused with words, and open nothing", async ({ page }) => {
  await signIn(page, "omar");
  const token = await makeToken(page, "hostile", "Operate");
  const turned = token.replace(/.$/, (letter) => (letter === "0" ? "1" : "0"));
  for (const wrong of [
    turned,
    token.toUpperCase(),
    `${token}x`,
    "hf_",
    `${token},${token}`,
    "../../x",
    "hf_aaaaaaaaaaaa_x",
  ])
    expect([wrong, (await api("/snapshots", wrong)).status]).toEqual([wrong, 401]);
  for (const path of [
    "/snapshots/../../tokens",
    "/snapshots/%2e%2e/tokens",
    "/runs/%00",
    "/snapshots//",
    "/snapshots/2020-01-01%2fentry",
  ])
    expect((await api(path, token)).status, path).not.toBe(200);
  const forms = { "content-type": "application/x-www-form-urlencoded" };
  const body = { kind: "backup", run: newRunId(new Date(), "aaaaaa") };
  expect((await api("/runs", token, { body, headers: forms })).status).toBe(415);
  expect((await api("/runs", token, { body: { kind: "backup", run: "x" } })).status).toBe(400);
  for (const input of [
    { name: "x".repeat(61), scope: "read" },
    { name: "<img src=x>", scope: "read" },
    { name: "", scope: "read" },
    { name: "x", scope: "root" },
    { name: "x", scope: "read", days: 91 },
    { name: "x", scope: "read", days: 0.5 },
    { name: "a\nb", scope: "read" },
  ])
    expect(await post(page, "/api/tokens", input)).toMatchObject({ status: 400, body: { code: "input-invalid" } });
  expect(await post(page, "/api/tokens", { name: "x", scope: "admin" })).toMatchObject({ status: 403 });
});

test("whoever signs out everywhere leaves no token behind; an administrator ends anybody's", async ({
  page,
  browser,
}) => {
  await signIn(page, "ivo");
  const token = await makeToken(page, "left behind", "Read");
  const admin = await (await browser.newContext()).newPage();
  await signIn(admin, "ines");
  await admin.goto(`${CONSOLE()}/settings/tokens`);
  await admin.getByRole("button", { name: "Revoke left behind" }).click();
  await admin.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(row(admin, "left behind")).toContainText("By ines");
  expect((await api("/snapshots", token)).body.code).toBe("api-token-revoked");
  const other = await makeToken(page, "left behind too", "Read");
  expect((await api("/snapshots?limit=1", other)).status).toBe(200);
  await post(page, "/api/sessions/end");
  expect(await api("/snapshots", other)).toMatchObject({ status: 401, body: { code: "api-token-maker" } });
  await admin.reload();
  await expect(row(admin, "left behind too")).toContainText("Stopped");
  await expectAccessible(admin);
});

test("a viewer sees the tokens and makes none; on a telephone the page can be used", async ({ page, browser }) => {
  const omar = await (await browser.newContext()).newPage();
  await signIn(omar, "omar");
  await makeToken(omar, "seen by all", "Read");
  await signIn(page, "vera");
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${CONSOLE()}/settings/tokens`);
  await expect(row(page, "seen by all")).toBeVisible();
  await expect(page.getByRole("button", { name: "Make a token" })).toBeDisabled();
  await expectAccessible(page);
});
