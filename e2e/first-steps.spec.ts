// An installation of its own on its first day: nothing is backed up yet, and somebody looks at the Overview.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { ListTopicsCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { expect, test } from "@playwright/test";
import { type ConsoleProcess, startConsole } from "@/sandbox/console-process";
import { consoleVariables } from "@/sandbox/environment";
import { REGION } from "@/sandbox/names";
import { ADMIN } from "@/sandbox/shared/principals";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { expectAccessible } from "./axe";
import { freePorts } from "./free-ports";
import { runEnds, signIn } from "./person";

let dataDir: string;
let sandbox: Sandbox;
let empty: ConsoleProcess;
test.beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "holdfast-e2e-empty-"));
  const [port = 0, github = 0, s3 = 0, s3Replica = 0, aws = 0] = await freePorts(5);
  const fleet = [{ name: "first", description: "", history: { commits: 4 } }];
  const ports = { github, s3, s3Replica, aws };
  sandbox = await startSandbox({ dataDir, ports, workerEntry: path.resolve("dist/worker/main.mjs"), fleet });
  const variables = consoleVariables(
    sandbox.urls,
    `http://localhost:${port}`,
    "a-secret-of-the-first-day-and-of-no-other",
  );
  empty = await startConsole({ port, variables, onOutput: (text) => process.stderr.write(text) });
});
test.afterAll(async () => {
  await empty?.close();
  await sandbox?.close();
  await rm(dataDir, { recursive: true, force: true });
});

test("the Overview leads through the first day, step by step, and the list goes by itself when all is done", async ({
  page,
}) => {
  await signIn(page, "omar", empty.url);
  const steps = page.getByTestId("first-steps");
  await expect(steps).toContainText("2 of 6");
  await expect(page.getByTestId("first-step-app")).toContainText("Cannot be known");
  await expect(page.getByTestId("first-step-schedule")).toContainText("A backup starts every day");
  await expect(page.getByTestId("first-step-subscribers")).toContainText("oncall@acme.example");
  await expect(steps.getByRole("button", { name: "Hide in this browser" })).toHaveCount(0);
  for (const colorScheme of ["light", "dark"] as const)
    for (const width of [1440, 390]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await expectAccessible(page);
    }
  await page.setViewportSize({ width: 1440, height: 900 });

  await page.goto(`${empty.url}/retention?tab=simulator`);
  await expect(page.getByTestId("example-fleet")).toContainText("Example figures, not yours");
  await page.goto(empty.url);

  await page.getByTestId("first-step-backup").getByRole("button", { name: "Run backup now" }).click();
  await runEnds(page, "Succeeded");
  await page.goto(empty.url);
  await expect(page.getByTestId("first-step-app")).toContainText("It sees 1 repository");
  await expect(steps).toContainText("5 of 6");

  await page.getByTestId("first-step-proof").getByRole("button", { name: "Verify now" }).click();
  await runEnds(page, "Succeeded");
  await page.goto(empty.url);
  await expect(page.getByTestId("verdict")).toContainText("safe");
  await expect(steps).toHaveCount(0);

  await subscribe("second@acme.example");
  await page.goto(`${empty.url}/alarms`);
  const told = page.getByTestId("hearings").getByRole("row");
  await expect(told.filter({ hasText: "second@acme.example" })).toContainText("Waiting for confirmation");
  await expect(told.filter({ hasText: "second@acme.example" })).toContainText("follows the link in the message of AWS");
  await expect(told.filter({ hasText: "oncall@acme.example" })).toContainText("Confirmed");
});

/** As AWS does it: nobody has followed the link in the message yet. */
async function subscribe(Endpoint: string): Promise<void> {
  const sns = new SNSClient({ endpoint: sandbox.urls.aws, region: REGION, credentials: ADMIN });
  const { Topics = [] } = await sns.send(new ListTopicsCommand({}));
  await sns.send(new SubscribeCommand({ TopicArn: Topics[0]?.TopicArn, Protocol: "email", Endpoint }));
}
