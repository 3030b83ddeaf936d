// Who may not, what is refused, and what follows a restore: each change a run of its own.
import { expect, test } from "@playwright/test";
import { expectAccessible } from "./axe";
import { demo } from "./demo";
import { confirmRestore, post, signIn, wizard } from "./person";
import { lsRemote } from "./servers";

test("a viewer sees the plan and can do nothing with it; the server refuses as well", async ({ page }) => {
  await signIn(page, "vera");
  await page.goto(wizard({ repository: "acme/search", target: "acme/search-restored", step: "review" }));
  await expect(page.getByText("You can look at the plan, but not start it")).toBeVisible();
  await expect(page.getByRole("button", { name: "Check with GitHub" })).toBeDisabled();
  const from = { snapshot: demo().day, source: "primary", repository: "acme/search" };
  const run = "20260101T000000Z-abc123";
  const change = { kind: "rearm", target: "acme/x", repositoryId: 1, restoredBy: run, change: { action: "delete" } };
  const start = (request: object) =>
    post(page, "/api/runs", { kind: "restore", run, request, digest: "", confirmation: "" });
  const answers = [
    await start({ kind: "repository", ...from, target: "acme/x" }),
    await start({ kind: "export", ...from }),
    await start(change),
    await post(page, "/api/runs", { kind: "retry", run, of: run }),
    await post(page, "/api/downloads", from),
  ];
  for (const answer of answers) expect(answer).toMatchObject({ status: 403, body: { code: "not-allowed" } });
});

test("a plan that is not the one that was looked at is refused before anything begins", async ({ page }) => {
  await signIn(page, "omar");
  await page.goto(wizard({ repository: "acme/search", target: "acme/search-changed", step: "review" }));
  await expect(page.getByText("Switch GitHub Actions off before anything is pushed")).toBeVisible();
  await page.route("**/api/runs", async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    const body = { ...route.request().postDataJSON(), digest: "sha256:of-yesterday" };
    return route.continue({ postData: JSON.stringify(body) });
  });
  await page.getByRole("button", { name: /^Restore \.\.\.|^Restore …/ }).click();
  await page.getByLabel("Type acme/search-changed to confirm").fill("acme/search-changed");
  await page.getByRole("dialog").getByRole("button", { name: "Restore", exact: true }).click();
  await expect(page.getByText(/plan is not the one that was approved/i)).toBeVisible();
});

test("what was restored is woken up and taken away, each by a run; deleting is for administrators", async ({
  page,
  browser,
}) => {
  await signIn(page, "omar");
  await page.goto(wizard({ repository: "acme/runbooks", target: "acme/runbooks-again", step: "review" }));
  await confirmRestore(page, "acme/runbooks-again", "Succeeded");
  await expect(page.getByTestId("seal")).toContainText("Not altered");
  await expectAccessible(page);
  const actions = page.getByTestId("change-enable-actions");
  await expect(actions).toContainText("off: no workflow has run");
  await actions.getByRole("button", { name: "Enable Actions" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Enable Actions" }).click();
  await expect(actions).toContainText("Succeeded", { timeout: 60_000 });
  await expect(actions).toContainText("GitHub Actions: on");
  await expect(page.getByTestId("change-delete").getByRole("button", { name: "Delete" })).toBeDisabled();

  const admin = await (await browser.newContext()).newPage();
  await signIn(admin, "ines");
  await admin.goto(page.url());
  await admin.getByTestId("change-delete").getByRole("button", { name: "Delete" }).click();
  const confirm = admin.getByRole("dialog").getByRole("button", { name: "Delete", exact: true });
  await expect(confirm).toBeDisabled();
  await admin.getByLabel("Type acme/runbooks-again to confirm").fill("acme/runbooks-again");
  await confirm.click();
  await expect(admin.getByText("acme/runbooks-again was deleted. Its backup stays.")).toBeVisible({ timeout: 60_000 });
  await expect(lsRemote("acme/runbooks-again")).rejects.toThrow();
  await admin.context().close();
});
