// A restore from beginning to end without a pointer: only keys are pressed, and what has the focus is always known by its name.
import { expect, type Page, test } from "@playwright/test";
import { CONSOLE, runEnds, signIn } from "./person";
import { lsRemote } from "./servers";

/** What the wizard proposes. */
const TARGET = "acme/edge-proxy-restored";

/** More than any page has between two things that are needed one after the other. */
const MOST_TABS = 150;

const focusedName = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement) || element === document.body) return "";
    const labelled = (element.getAttribute("aria-labelledby") ?? "").split(" ").filter(Boolean);
    const words = labelled.map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
    const { labels } = element as HTMLInputElement;
    return (
      element.getAttribute("aria-label") ??
      (words || labels?.[0]?.textContent || element.textContent) ??
      ""
    ).trim();
  });

/** Presses Tab until something of this name has the focus. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  const seen: string[] = [];
  for (let count = 0; count < MOST_TABS; count++) {
    const focused = await focusedName(page);
    if (name.test(focused)) return;
    seen.push(focused);
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never led to ${name}; it led to: ${seen.join(" | ")}`);
}

test("a repository is restored by the keyboard alone", async ({ page }) => {
  test.setTimeout(180_000);
  await signIn(page, "omar");
  await page.goto(CONSOLE());
  await expect(page.getByTestId("key-numbers")).toBeVisible();
  await page.keyboard.press("g");
  await page.keyboard.press("e");
  await page.waitForURL(/\/restore/);
  await expect(page.getByRole("checkbox", { name: /^Select acme\// }).first()).toBeAttached();

  // `f` leads to the page's own filter; letters go where one types.
  await page.keyboard.press("f");
  await expect.poll(() => focusedName(page)).toMatch(/find/i);
  await page.keyboard.type("acme/edge-proxy");
  await expect(page.getByRole("checkbox", { name: "Select acme/edge-proxy" })).toBeAttached();
  await tabTo(page, /^Select acme\/edge-proxy$/);
  await page.keyboard.press("Space");
  await tabTo(page, /^Next$/);
  await page.keyboard.press("Enter");

  await expect(page.getByRole("heading", { name: /Where/ }).first()).toBeVisible();
  // The focus goes to the step's beginning; a key that comes before goes nowhere.
  await expect.poll(() => focusedName(page)).not.toMatch(/^Next$/);
  // Until the plan is made, Next shows that it waits, and does nothing.
  await expect(page.getByText(/is free as far as the newest backup tells/)).toBeVisible();
  await tabTo(page, /^Next$/);
  await page.keyboard.press("Enter");

  const start = page.getByRole("button", { name: /^Restore \.\.\.|^Restore …/ });
  await expect(start).toBeEnabled({ timeout: 45_000 });
  await tabTo(page, /^Restore (\.\.\.|…)/);
  await page.keyboard.press("Enter");
  await expect(page.getByLabel(`Type ${TARGET} to confirm`)).toBeVisible();
  await tabTo(page, new RegExp(`^Type ${TARGET} to confirm`));
  await page.keyboard.type(TARGET);
  await tabTo(page, /^Restore$/);
  await page.keyboard.press("Enter");
  await runEnds(page, "Succeeded");
  expect(await lsRemote(TARGET)).toEqual(await lsRemote("acme/edge-proxy"));
});
