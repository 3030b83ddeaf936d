// A second console, as it stands in the replica's region: on the copies, with a standby's variables and a standby's role.
import { expect, type Page, test } from "@playwright/test";
import { type ConsoleProcess, startConsole } from "@/sandbox/console-process";
import { provisionStandby, standbyVariables } from "@/sandbox/standby";
import { freePorts } from "./free-ports";
import { post, signIn } from "./person";
import { urls } from "./servers";

let standby: ConsoleProcess;
test.beforeAll(async () => {
  await provisionStandby(urls());
  const [port = 0] = await freePorts(1);
  const variables = standbyVariables(urls(), `http://localhost:${port}`, "a-secret-of-the-standby-and-of-no-other");
  standby = await startConsole({ port, variables, onOutput: (text) => process.stderr.write(text) });
});
test.afterAll(() => standby.close());

test("a standby shows what is in its bucket, offers restores, and says why it starts nothing else", async ({
  page,
}) => {
  await signIn(page, "omar", standby.url);
  await expect(page.getByTestId("environment")).toHaveText("standby");
  await expect(page.getByTestId("verdict")).toContainText("newest backup");
  await expect(page.getByTestId("verdict")).not.toContainText(/alarm/i);
  await refused(page, "Run backup now");
  await expect(page.getByTestId("drills")).toContainText("This is a standby: it restores only.");
  await page.goto(`${standby.url}/snapshots`);
  const newest = await page.getByRole("table").getByRole("link").first().getAttribute("href");
  await page.goto(`${standby.url}${newest}`);
  await refused(page, "Verify now");
  await refused(page, "Hold all");
  await page.goto(`${standby.url}/alarms`);
  await expect(page.getByText("the alarms stand in the primary's region")).toBeVisible();
  await page.goto(`${standby.url}/settings`);
  await expect(page.getByText("none: this is a standby").first()).toBeVisible();
  await page.goto(`${standby.url}/restore`);
  await expect(page.getByRole("button", { name: "Next", exact: true })).toBeEnabled();
});

test("its server refuses as well, with what to do", async ({ page }) => {
  await signIn(page, "omar", standby.url);
  const run = `${new Date().toISOString().slice(0, 19).replace(/[-:]/g, "")}Z-abc123`;
  const start = (body: object) => post(page, "/api/runs", { run, ...body });
  for (const body of [{ kind: "backup" }, { kind: "drill" }, { kind: "verify", request: { scope: "share" } }])
    expect(await start(body)).toMatchObject({
      status: 409,
      body: { code: "standby-restores-only", hint: expect.stringContaining("primary's region") },
    });
});

async function refused(page: Page, name: string): Promise<void> {
  const button = page.getByRole("button", { name }).first();
  await expect(button).toBeDisabled();
  await expect(button).toHaveAccessibleDescription("This is a standby: it restores only.");
}
