// What the page of a restore says while it pushes: a record as the worker keeps it, for a push of minutes is too long to wait for here.
import { expect, type Page, test } from "@playwright/test";
import { runRecordKey } from "@/lib/domain/bucket-keys";
import { newRunId } from "@/lib/domain/ids";
import type { PushProgress, RunRecord } from "@/lib/domain/run";
import { expectAccessible } from "./axe";
import { demo } from "./demo";
import { CONSOLE, signIn } from "./person";
import { leaveRecord } from "./servers";

const MIB = 1024 ** 2;
let takeAway = async (): Promise<unknown> => undefined;
test.beforeEach(({ page }) => signIn(page, "vera"));
test.afterEach(() => takeAway());

const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();

async function openPushing(page: Page, push: PushProgress): Promise<void> {
  const run = newRunId(new Date(), "pushed");
  const request = {
    ...{ kind: "repository", snapshot: demo().day, source: "primary" },
    ...{ repository: "acme/web", target: "acme/web-2" },
  } as const;
  const progress = { done: 40 * MIB, total: 40 * MIB, bytes: 40 * MIB, current: [], push };
  const times = { requested_at: secondsAgo(60), started_at: secondsAgo(50), updated_at: secondsAgo(0) };
  const about = { version: 1, id: run, kind: "restore", state: "running", trigger: "manual", phase: "push" };
  const restore = { request, plan_digest: "sha256:0" };
  takeAway = await leaveRecord(runRecordKey(run), { ...about, ...times, progress, restore } as unknown as RunRecord);
  await page.goto(`${CONSOLE()}/runs/${run}`);
  await expect(page.getByTestId("run-state")).toContainText("Running");
}

test("bytes that are sent move a bar of their own, with the time that the others take at most", async ({ page }) => {
  await openPushing(page, { sent: 10 * MIB, of: 40 * MIB, since: secondsAgo(20) });
  await expect(page.getByRole("progressbar", { name: "Sent to GitHub" })).toHaveAttribute("value", "25");
  await expect(page.getByText("10.0 MiB of at most 40.0 MiB")).toBeVisible();
  // The page's clock goes on, and so does what it reckons with.
  await expect(page.getByTestId("run-numbers")).toContainText(/at most about 1 min \d\d s to go, by bytes sent/);
  await expectAccessible(page);
  await page.screenshot({ path: "test-results/push-progress.png" });
});

for (const [what, push, words] of [
  [
    "GitHub may have a part of it",
    { sent: 10 * MIB },
    /GitHub may have a part of it already, so how much is left cannot/,
  ],
  [
    "GitHub unpacks it",
    { sent: 40 * MIB, of: 40 * MIB, unpacking: true },
    /All is sent; how long GitHub takes to unpack/,
  ],
  ["nothing is sent yet", { sent: 0, of: 40 * MIB }, /Nothing is sent yet; git is putting together what is to go\./],
] as const)
  test(`where ${what}, no time is told, and why stands there`, async ({ page }) => {
    await openPushing(page, { ...push, since: push.sent > 0 ? secondsAgo(20) : undefined });
    await expect(page.getByText(words)).toBeVisible();
    await expect(page.getByText("to go, by bytes")).toHaveCount(0);
    await expectAccessible(page);
  });
