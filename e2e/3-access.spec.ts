import { expect, test } from "@playwright/test";
import { CONSOLE, post, signIn } from "./person";

test("without a session every page leads to the sign-in and every route answers 401", async ({ page, request }) => {
  await page.goto(`${CONSOLE()}/snapshots`);
  await expect(page).toHaveURL(/\/login/);
  for (const path of ["/api/overview", "/api/snapshots", "/api/runs", "/api/alarms"]) {
    expect((await request.get(`${CONSOLE()}${path}`)).status(), path).toBe(401);
  }
});

test("a viewer sees the pages with the actions disabled and the reason; the server refuses as well", async ({
  page,
}) => {
  await signIn(page, "vera");
  await expect(page.getByTestId("verdict")).toBeVisible();
  await expect(page.getByRole("button", { name: "Run backup now" })).toBeDisabled();
  const answer = await post(page, "/api/runs", { kind: "backup", run: "20260101T000000Z-abc123" });
  expect(answer).toMatchObject({ status: 403, body: { code: "not-allowed" } });
});

test("somebody outside the organisation is refused, with who they are and what to do", async ({ page }) => {
  await signIn(page, "otto");
  await expect(page.getByText("Signed in as otto, but not let in")).toBeVisible();
});

test("who turns round at GitHub is back at the sign-in, with what to do", async ({ page }) => {
  await page.goto(CONSOLE());
  await page.getByRole("button", { name: "Sign in with GitHub" }).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page).toHaveURL(/\/login\?.*error=/);
  await expect(page.getByText("The sign-in did not come to its end")).toBeVisible();
});
