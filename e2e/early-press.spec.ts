import { expect, test } from "@playwright/test";
import { CONSOLE, signIn } from "./person";

test("a link that is pressed before the page has come alive is followed", async ({ page, context }) => {
  await signIn(page, "vera");
  // As on a slow machine: the scripts of the page take seconds.
  const devtools = await context.newCDPSession(page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: 6 });
  await page.goto(CONSOLE(), { waitUntil: "commit" });
  await page.getByRole("link", { name: "Settings" }).click({ noWaitAfter: true });
  await expect(page).toHaveURL(`${CONSOLE()}/settings`, { timeout: 45_000 });
});
