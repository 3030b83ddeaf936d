import { expect, test } from "@playwright/test";
import { expectAccessible } from "./axe";
import { CONSOLE, post, signIn } from "./person";

test("who came, who was refused and who did what stands on the audit page, for administrators alone", async ({
  browser,
  page,
}) => {
  await signIn(page, "vera");
  await expect(page.getByRole("link", { name: "Settings" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Audit" })).toHaveCount(0);
  const answer = await post(page, "/api/runs/20260101T000000Z-abc123/stop", { confirmation: "stop abc123" });
  expect(answer.body).toMatchObject({ code: "not-allowed" });
  await page.goto(`${CONSOLE()}/audit`);
  await expect(page.getByText(/the role viewer may not read the audit trail/i)).toBeVisible();

  const admin = await (await browser.newContext()).newPage();
  await signIn(admin, "ines");
  await admin.getByRole("link", { name: "Audit" }).click();
  await expect(admin.getByText("As it was written")).toBeVisible();
  const row = (who: string, what: string) => admin.getByRole("row").filter({ hasText: who }).filter({ hasText: what });
  await expect(row("vera", "Sign in").first()).toContainText("Done");
  await expect(row("vera", "Stop a run").first()).toContainText("Refused");
  await expect(row("backup task", "Carry out a run").first()).toBeVisible();
  await row("vera", "Stop a run").first().getByText("Refused").click();
  // Of two refusals within a minute the first is told.
  await expect(admin.getByText(/Reference [0-9a-f]{8}\./)).toBeVisible();
  await expectAccessible(admin);

  // What is told meanwhile waits: the list does not move under the cursor.
  const entries = admin.getByRole("table", { name: "Audit trail" }).getByRole("row");
  const before = await entries.count();
  await signIn(await (await browser.newContext()).newPage(), "omar");
  const waiting = admin.getByRole("button", { name: /^\d+ new entr(y|ies)$/ });
  await expect(waiting).toBeVisible({ timeout: 45_000 });
  await expect(entries).toHaveCount(before);
  await expectAccessible(admin);
  await waiting.click();
  await expect(row("omar", "Sign in").first()).toBeVisible();

  const file = await admin.evaluate(async () => (await fetch("/api/audit?download=1")).text());
  const told = file
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(told[0]).toMatchObject({ number: 1 });
  expect(told.some(({ actor, action }) => actor.login === "vera" && action === "sign in")).toBe(true);
});
