import { type Browser, expect, type Page } from "@playwright/test";
import { PAGE_TOKEN_HEADER, PAGE_TOKEN_META } from "@/lib/domain/page-token";
import { demo } from "./demo";

export const CONSOLE = () => demo().console;

/** Signs in as a person does: GitHub's page, a click on the name. */
export async function signIn(page: Page, login: string, console = CONSOLE()): Promise<void> {
  await page.goto(console);
  await page.getByRole("button", { name: "Sign in with GitHub" }).click();
  await page
    .getByRole("link", { name: login })
    .or(page.getByRole("button", { name: login }))
    .first()
    .click();
  await page.waitForURL((url) => url.href.startsWith(console));
}

export const SESSION_COOKIE = "next-auth.session-token";

/** Signs in and gives the session's cookie away, for requests without a browser. */
export async function cookieOf(browser: Browser, login: string): Promise<string> {
  const context = await browser.newContext();
  await signIn(await context.newPage(), login);
  const cookie = (await context.cookies()).find(({ name }) => name === SESSION_COOKIE);
  await context.close();
  if (!cookie) throw new Error(`${login} has no session`);
  return cookie.value;
}

/** What a page of the console would send, past its disabled buttons: with its token. */
export async function post(page: Page, path: string, body: object = {}): Promise<{ status: number; body: object }> {
  const token = await page.locator(`meta[name="${PAGE_TOKEN_META}"]`).getAttribute("content");
  const headers = { "content-type": "application/json", [PAGE_TOKEN_HEADER]: token ?? "" };
  return page.evaluate(
    async ({ path, headers, body }) => {
      const response = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
      return { status: response.status, body: await response.json() };
    },
    { path, headers, body },
  );
}

/** Selects a row of a table, once more where the page was only coming alive: React takes such a press back. */
export async function selectRow(page: Page, repository: string): Promise<void> {
  const box = page.getByRole("checkbox", { name: `Select ${repository}`, exact: true });
  await expect(() => box.check()).toPass();
}

/** Presses Run backup now and waits on the run's page until it is over. */
export async function runBackup(page: Page, state: "Succeeded" | "Partial" | RegExp): Promise<void> {
  await page.goto(CONSOLE());
  await page.getByRole("button", { name: "Run backup now" }).click();
  await page.waitForURL(/\/runs\/\d{8}T\d{6}Z-/);
  await expect(page.getByTestId("run-state")).toContainText(state, { timeout: 60_000 });
}

/** Types what the wizard asks for and waits on the run's page until it is over. */
export async function confirmRestore(
  page: Page,
  confirmation: string,
  state: RegExp | string,
  patienceMs?: number,
): Promise<void> {
  await page.getByRole("button", { name: /^Restore \.\.\.|^Restore …/ }).click();
  await page.getByLabel(`Type ${confirmation} to confirm`).fill(confirmation);
  await page.getByRole("dialog").getByRole("button", { name: "Restore", exact: true }).click();
  await runEnds(page, state, patienceMs);
}

/** Waits for the page of another run than the one that is open, and for its end. */
export async function runEnds(page: Page, state: RegExp | string, patienceMs = 75_000): Promise<void> {
  await page.waitForURL(/\/runs\/\d{8}T\d{6}Z-/);
  await expect(page.getByTestId("run-state")).toContainText(state, { timeout: patienceMs });
}

/** The wizard's address with these choices. */
export function wizard(choices: Record<string, string>): string {
  return `${CONSOLE()}/restore?${new URLSearchParams({ snapshot: demo().day, ...choices })}`;
}
