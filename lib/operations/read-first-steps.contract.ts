import { afterAll, beforeAll, expect, test } from "vitest";
import { CloudWatchMonitoring } from "@/lib/adapters/cloudwatch/cloudwatch-monitoring";
import { EcsTaskRunner } from "@/lib/adapters/ecs/ecs-task-runner";
import { S3ObjectStore } from "@/lib/adapters/s3/s3-object-store";
import { SchedulerReader } from "@/lib/adapters/scheduler/scheduler-reader";
import { SnsSubscriptions } from "@/lib/adapters/sns/sns-subscriptions";
import type { FirstStep } from "@/lib/domain/first-steps";
import { ALARM_PREFIX, BUCKETS, CLUSTER, REGION, REPLICA_REGION, SCHEDULE, TARGETS, TASKS } from "@/sandbox/names";
import { ADMIN } from "@/sandbox/shared/principals";
import { TestSandbox } from "@/sandbox/testing/test-sandbox";
import { appsAsOfBackup } from "./apps-as-of-backup";
import { endedRuns } from "./follow-run";
import { ManifestCache } from "./manifest-cache";
import { readFirstSteps } from "./read-first-steps";
import { backupsIn } from "./read-manifest";
import { LedgerCache } from "./read-proofs";

let box: TestSandbox;
beforeAll(async () => {
  box = await TestSandbox.start([{ name: "one", description: "", history: { commits: 3 } }]);
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: ADMIN.accessKeyId,
    AWS_SECRET_ACCESS_KEY: ADMIN.secretAccessKey,
    AWS_ENDPOINT_URL: box.urls.aws,
    AWS_ENDPOINT_URL_S3: box.urls.s3,
  });
});
afterAll(() => box?.stop());

function read(): Promise<FirstStep[]> {
  const primary = backupsIn(new S3ObjectStore({ bucket: BUCKETS.backups, region: REGION }));
  const replica = { bucket: BUCKETS.replica, region: REPLICA_REGION, endpoint: box.urls.s3Replica };
  const monitoring = new CloudWatchMonitoring({ region: REGION });
  const subscriptions = new SnsSubscriptions({ region: REGION });
  return readFirstSteps(
    {
      sides: { primary, replica: backupsIn(new S3ObjectStore(replica)) },
      cache: new ManifestCache(),
      records: new S3ObjectStore({ bucket: BUCKETS.records, region: REGION }),
      ledgers: new LedgerCache(),
      ended: endedRuns(),
      tasks: new EcsTaskRunner({ region: REGION, cluster: CLUSTER, families: TASKS, subnets: [], securityGroups: [] }),
      doctor: {
        apps: { backup: () => appsAsOfBackup(primary) },
        alarms: { monitoring, subscriptions, prefix: ALARM_PREFIX, targets: TARGETS },
      },
      schedule: new SchedulerReader({ region: REGION, name: SCHEDULE }),
    },
    new Date(),
  );
}

const states = async () => Object.fromEntries((await read()).map(({ id, state }) => [id, state]));

test("an installation on its first day: empty, backed up, proven", async () => {
  expect(await states()).toEqual({
    ...{ app: "unknown", schedule: "done", backup: "todo", replica: "todo", proof: "todo", subscribers: "done" },
  });
  expect((await box.worker(["backup"])).exitCode).toBe(0);
  await expect.poll(states).toEqual({
    ...{ app: "done", schedule: "done", backup: "done", replica: "done", proof: "todo", subscribers: "done" },
  });
  expect((await box.worker(["verify", "--all"])).exitCode).toBe(0);
  expect(Object.values(await states())).toEqual(Array(6).fill("done"));
});

test("what AWS does not answer cannot be known, and the rest is told all the same", async () => {
  await box.fault("aws", { match: { path: "." }, action: { kind: "status", status: 500 }, times: 0 });
  const found = await states();
  await box.clearFaults();
  expect(found).toEqual({
    ...{ app: "done", schedule: "unknown", backup: "done", replica: "done", proof: "done", subscribers: "unknown" },
  });
});
