// The roles are held to their resources and conditions, not to their actions alone.
import { CloudWatchClient, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import {
  CreateClusterCommand,
  DescribeTasksCommand,
  ECSClient,
  RunTaskCommand,
  StopTaskCommand,
} from "@aws-sdk/client-ecs";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DEFAULT_ROOT } from "@/lib/domain/bucket-keys";
import { METRIC_NAMESPACE } from "@/lib/domain/metrics";
import { BUCKETS, CLUSTER, NETWORK, REGION, type ROLES, SECRETS, TASKS } from "./names";
import { rolePrincipal } from "./roles";
import { ADMIN } from "./shared/principals";
import { TestSandbox } from "./testing/test-sandbox";

let box: TestSandbox;
beforeAll(async () => {
  box = await TestSandbox.start([]);
});
afterAll(() => box.stop());

const as = (role: keyof typeof ROLES, endpoint: string) => ({
  endpoint,
  region: REGION,
  credentials: rolePrincipal(role),
});

test("the backup role adds below its root, and nowhere else", async () => {
  const s3 = new S3Client(as("backup", box.urls.s3));
  const put = (Bucket: string, Key: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body: "x" }));
  await put(BUCKETS.backups, `${DEFAULT_ROOT}/x`);
  await expect(put(BUCKETS.backups, "elsewhere/x")).rejects.toThrow("not authorized to perform: s3:PutObject");
  await expect(put(BUCKETS.records, "plans/x")).rejects.toThrow("not authorized to perform: s3:PutObject");
});

test.each(["backup", "restore", "verify", "hold", "console"] as const)(
  "the %s role adds to the audit trail and replaces nothing in it",
  async (role) => {
    const s3 = new S3Client(as(role, box.urls.s3));
    const entry = { Bucket: BUCKETS.records, Key: `audit/2026-01-01/${role}.json`, Body: "x" };
    await s3.send(new PutObjectCommand({ ...entry, IfNoneMatch: "*" }));
    await expect(s3.send(new PutObjectCommand({ ...entry, IfNoneMatch: "*" }))).rejects.toThrow("pre-conditions");
    await expect(s3.send(new PutObjectCommand(entry))).rejects.toThrow("not authorized to perform: s3:PutObject");
  },
);

test("the hold role adds to what is held, and to no backup", async () => {
  const s3 = new S3Client(as("hold", box.urls.s3));
  const put = (Bucket: string, Key: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body: "x" }));
  await put(BUCKETS.backups, `${DEFAULT_ROOT}/holds/7-2026-04-16/0001.bundle`);
  const refused = "not authorized to perform: s3:PutObject";
  await expect(put(BUCKETS.backups, `${DEFAULT_ROOT}/2026-04-16/acme/web.bundle`)).rejects.toThrow(refused);
  await expect(put(BUCKETS.backups, `${DEFAULT_ROOT}/holds`)).rejects.toThrow(refused);
  await expect(put(BUCKETS.records, "plans/x")).rejects.toThrow(refused);
});

test("each App's key is read by its own role", async () => {
  const read = (role: keyof typeof ROLES, SecretId: string) =>
    new SecretsManagerClient(as(role, box.urls.aws)).send(new GetSecretValueCommand({ SecretId }));
  expect((await read("backup", SECRETS.backupKey)).SecretString).toContain("PRIVATE KEY");
  expect((await read("restore", SECRETS.restoreKey)).SecretString).toContain("PRIVATE KEY");
  await expect(read("backup", SECRETS.restoreKey)).rejects.toThrow("on resource");
  await expect(read("restore", SECRETS.backupKey)).rejects.toThrow("on resource");
  await expect(read("verify", SECRETS.backupKey)).rejects.toThrow("secretsmanager:GetSecretValue");
  await expect(read("hold", SECRETS.backupKey)).rejects.toThrow("secretsmanager:GetSecretValue");
});

test.each(["backup", "verify", "console"] as const)(
  "metrics of %s go to Holdfast's namespace and to no other",
  async (role) => {
    const cloudwatch = new CloudWatchClient(as(role, box.urls.aws));
    const put = (Namespace: string) =>
      cloudwatch.send(new PutMetricDataCommand({ Namespace, MetricData: [{ MetricName: "x", Value: 1 }] }));
    await put(METRIC_NAMESPACE);
    await expect(put("AWS/Other")).rejects.toThrow("cloudwatch:PutMetricData");
  },
);

test("the console starts, follows and stops tasks on its own cluster only", async () => {
  const admin = new ECSClient({ endpoint: box.urls.aws, region: REGION, credentials: ADMIN });
  await admin.send(new CreateClusterCommand({ clusterName: "another" }));
  const run = (cluster: string) =>
    new ECSClient(as("console", box.urls.aws)).send(
      new RunTaskCommand({
        cluster,
        taskDefinition: TASKS.verify,
        launchType: "FARGATE",
        propagateTags: "TASK_DEFINITION",
        networkConfiguration: { awsvpcConfiguration: { ...NETWORK } },
      }),
    );
  await expect(run("another")).rejects.toThrow("not authorized to perform: ecs:RunTask");
  const { tasks = [] } = await run(CLUSTER);
  expect(tasks).toHaveLength(1);
  const console = new ECSClient(as("console", box.urls.aws));
  const task = tasks[0]?.taskArn;
  const followed = await console.send(new DescribeTasksCommand({ cluster: CLUSTER, tasks: [task ?? ""] }));
  expect(followed.tasks).toHaveLength(1);
  await console.send(new StopTaskCommand({ cluster: CLUSTER, task, reason: "a test" }));
  const elsewhere = console.send(new StopTaskCommand({ cluster: "another", task }));
  await expect(elsewhere).rejects.toThrow("not authorized to perform: ecs:StopTask");
});
