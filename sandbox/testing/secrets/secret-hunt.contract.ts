// That nothing is found says something only if what is there is found: a secret is put on purpose into every kind of place that
// is searched.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { CloudWatchClient, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient, CreateLogStreamCommand, PutLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { ECSClient, RegisterTaskDefinitionCommand } from "@aws-sdk/client-ecs";
import { DeleteObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually } from "../../aws/testing/aws-fixture";
import { BUCKETS, LOG_GROUP } from "../../names";
import { clientOptions } from "../../provision-shared";
import { TestSandbox } from "../test-sandbox";
import { SecretHunt } from "./secret-hunt";

let box: TestSandbox;
let hunt: SecretHunt;
beforeAll(async () => {
  box = await TestSandbox.start([{ name: "one", description: "", history: { commits: 1, releases: 0 } }]);
  hunt = new SecretHunt(box);
  await hunt.open();
});
afterAll(async () => {
  await hunt?.close();
  await box?.stop();
});

const aws = () => clientOptions(box.urls.aws);
const object = (Key: string, Body: string) => box.s3.send(new PutObjectCommand({ Bucket: BUCKETS.records, Key, Body }));
const basic = (token: string) => Buffer.from(`x-access-token:${token}`).toString("base64");

/** A process that looks like the worker, and starts another. */
async function process(...[words, environment]: [string[], Record<string, string>]): Promise<void> {
  const script = `require("node:child_process").spawn("sleep", ["2"], { env: {} }); setTimeout(() => {}, 1000)`;
  const args = ["-e", script, "--", "dist/worker/main.mjs", ...words];
  const child = spawn(globalThis.process.execPath, args, {
    env: { PATH: globalThis.process.env.PATH, ...environment } as unknown as NodeJS.ProcessEnv,
  });
  const seen = () =>
    [...hunt.table.seen.values()].some(({ pid, environment }) => pid === child.pid && environment !== "");
  await eventually("the process to be seen", async () => (seen() ? true : undefined));
  child.kill();
}

/** Where it is put, and what the finding begins with. */
const PLACES: Record<string, [put: (secret: string) => unknown, found: RegExp]> = {
  "an object": [
    (secret) => object("runs/x/run.json", JSON.stringify({ error: secret })),
    /^s3\/us-east-1\/holdfast-records\//,
  ],
  "an object that was written over": [
    async (secret) => {
      await object("runs/y/run.json", secret);
      await object("runs/y/run.json", "nothing");
    },
    /^s3\/us-east-1\/holdfast-records\//,
  ],
  "an object that was deleted": [
    async (secret) => {
      await object("runs/z/run.json", secret);
      await box.s3.send(new DeleteObjectCommand({ Bucket: BUCKETS.records, Key: "runs/z/run.json" }));
    },
    /^s3\/us-east-1\/holdfast-records\//,
  ],
  "a key of an object": [
    (secret) => object(`runs/${secret}/run.json`, "nothing"),
    /^s3\/us-east-1\/holdfast-records\//,
  ],
  "a bundle's header": [
    (secret) =>
      box.s3.send(
        new PutObjectCommand({ Bucket: BUCKETS.backups, Key: "x.bundle", Body: `# v2 git bundle\n${secret}\n\nPACK` }),
      ),
    /^s3\/(us-east-1\/holdfast-backups|eu-west-1\/holdfast-backups-replica)\//,
  ],
  "a log group": [
    async (secret) => {
      const logs = new CloudWatchLogsClient(aws());
      const stream = { logGroupName: LOG_GROUP, logStreamName: "backup/x/y" };
      await logs.send(new CreateLogStreamCommand(stream));
      const logEvents = [{ timestamp: Date.now(), message: `git said: Basic ${basic(secret)}` }];
      await logs.send(new PutLogEventsCommand({ ...stream, logEvents }));
    },
    /^aws\/logs\//,
  ],
  "a metric": [
    (secret) =>
      new CloudWatchClient(aws()).send(
        new PutMetricDataCommand({
          Namespace: "GitHubBackup",
          MetricData: [{ MetricName: "X", Value: 1, Dimensions: [{ Name: "why", Value: secret }] }],
        }),
      ),
    /^aws\/metrics\//,
  ],
  "a task definition": [
    (secret) =>
      new ECSClient(aws()).send(
        new RegisterTaskDefinitionCommand({
          family: "careless",
          containerDefinitions: [{ name: "x", image: "x", environment: [{ name: "GITHUB_TOKEN", value: secret }] }],
        }),
      ),
    /^aws\/ecs\.json/,
  ],
  "the tasks' disk": [
    async (secret) => {
      await mkdir(path.join(box.sandbox.dataDir, "scratch", "r.git"), { recursive: true });
      await writeFile(path.join(box.sandbox.dataDir, "scratch", "r.git", "config"), `url = https://x:${secret}@h/`);
    },
    /^scratch\/r\.git\/config/,
  ],
  "a temporary file": [(secret) => writeFile(path.join(hunt.scratch, "core.123"), `\0\0${secret}\0`), /^core\.123/],
  "a name of a file": [(secret) => writeFile(path.join(hunt.scratch, `x-${secret}`), ""), /^x-ghs_/],
  "a process's output": [(secret) => hunt.said.set("a worker", `{"message":"${secret}"}`), /^output of a worker/],
  "a process's arguments": [
    (secret) => process([`-chttp.extraheader=Authorization: Basic ${basic(secret)}`], {}),
    /^arguments of/,
  ],
  "a process's environment": [(secret) => process([], { GIT_TOKEN: secret }), /^environment of/],
};

test("without a secret anywhere, none is found", async () => {
  expect(await hunt.findings()).toEqual([]);
});

test.each(Object.keys(PLACES))("a secret in %s is found", async (where) => {
  const [put, found] = PLACES[where] as [(secret: string) => unknown, RegExp];
  // Of letters and digits: it has to be in the name of a file, too.
  const secret = `ghs_${randomBytes(18).toString("hex")}`;
  hunt.know(`what is in ${where}`, secret);
  await put(secret);
  const findings = (await hunt.findings()).filter((each) => each.endsWith(`what is in ${where}`));
  expect(findings).not.toEqual([]);
  for (const finding of findings) expect(finding).toMatch(found);
});

test("the token that opened GitHub is known, and found in a place like any other", async () => {
  const token = await box.token();
  await fetch(`${box.urls.githubApi}/installation/repositories`, { headers: { authorization: `token ${token}` } });
  expect(hunt.tap.count("ghs_")).toBe(1);
  expect(hunt.tap.count("JWT")).toBe(1);
  expect(hunt.tap.count("signature")).toBeGreaterThan(5);
  hunt.said.set("whoever", token.slice(0, 70));
  expect((await hunt.findings()).filter((each) => each.startsWith("output of whoever"))).toEqual([
    expect.stringMatching(/^output of whoever: ghs_/),
  ]);
});
