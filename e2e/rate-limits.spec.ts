// How much is too much: a console of its own with small limits, asked from addresses as a load balancer tells them.
import { randomBytes } from "node:crypto";
import { expect, test } from "@playwright/test";
import { type ConsoleProcess, startConsole } from "@/sandbox/console-process";
import { consoleVariables } from "@/sandbox/environment";
import { freePorts } from "./free-ports";
import { post, signIn } from "./person";
import { urls } from "./servers";

let limited: ConsoleProcess;
test.beforeAll(async () => {
  const [port = 0] = await freePorts(1);
  const settings = consoleVariables(urls(), `http://localhost:${port}`, randomBytes(32).toString("hex"));
  const variables = { ...settings, SIGN_INS_PER_MINUTE: "4", ACTS_PER_MINUTE: "2" };
  limited = await startConsole({ port, variables, onOutput: () => undefined });
});
test.afterAll(() => limited.close());

const from = (address: string) => ({ extraHTTPHeaders: { "x-forwarded-for": `198.51.100.1, ${address}` } });
/** Not one that a run could have. */
const NO_RUN = "20200101T000000Z-aaaaaa";
const CONFIRMED = { confirmation: "stop aaaaaa" };

test("an address that signs in again and again is told to wait, and no other is held up", async ({ browser }) => {
  const crowd = await browser.newContext(from("203.0.113.9"));
  // A sign-in is two requests.
  await signIn(await crowd.newPage(), "vera", limited.url);
  await crowd.clearCookies();
  await signIn(await crowd.newPage(), "omar", limited.url);
  await crowd.clearCookies();
  const page = await crowd.newPage();
  await page.goto(limited.url);
  await page.getByRole("button", { name: "Sign in with GitHub" }).click();
  await expect(page.getByText("Too many sign-ins in a short time", { exact: true })).toBeVisible();
  await expect(page.getByText(/^Wait \d+ s and do it again; nothing was changed\./)).toBeVisible();
  await expect(page.getByRole("button", { name: "Sign in with GitHub" })).toBeEnabled();
  await page.screenshot({ path: "test-results/too-many-sign-ins.png" });

  // Whoever comes back from GitHub sees a page, which says the same.
  const answer = await crowd.request.get(`${limited.url}/api/auth/callback/github?code=x&state=y`, { maxRedirects: 0 });
  expect([answer.status(), (await answer.json()).code]).toEqual([429, "too-many-requests"]);
  expect(Number(answer.headers()["retry-after"])).toBeGreaterThan(0);
  await page.goto(`${limited.url}/api/auth/callback/github?code=x&state=y`);
  await page.waitForURL(/\/login\?error=TooMany/);
  await expect(page.getByText("Wait a minute and sign in again.")).toBeVisible();

  const elsewhere = await browser.newContext(from("203.0.113.10"));
  await signIn(await elsewhere.newPage(), "vera", limited.url);
  await Promise.all([crowd.close(), elsewhere.close()]);
});

test("a person who changes too much is told to wait, on the page too; looking goes on, and nobody else waits", async ({
  browser,
}) => {
  const context = await browser.newContext(from("203.0.113.20"));
  const page = await context.newPage();
  await signIn(page, "omar", limited.url);
  const stop = () => post(page, `/api/runs/${NO_RUN}/stop`, CONFIRMED);
  expect([(await stop()).status, (await stop()).status]).toEqual([404, 404]);
  expect(await stop()).toMatchObject({ status: 429, body: { code: "too-many-requests" } });
  await page.getByRole("button", { name: "Run backup now" }).click();
  await expect(page.getByText(/Too many changes in a short time/)).toBeVisible();
  await expect(page.getByText(/Wait \d+ s and do it again/)).toBeVisible();
  await page.screenshot({ path: "test-results/too-many-changes.png" });
  expect((await context.request.get(`${limited.url}/api/overview`)).status()).toBe(200);

  const other = await browser.newContext(from("203.0.113.20"));
  const admin = await other.newPage();
  await signIn(admin, "ines", limited.url);
  expect((await post(admin, `/api/runs/${NO_RUN}/stop`, CONFIRMED)).status).toBe(404);
  await Promise.all([context.close(), other.close()]);
});
