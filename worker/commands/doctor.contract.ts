import { CloudWatchClient, DeleteAlarmsCommand, DisableAlarmActionsCommand } from "@aws-sdk/client-cloudwatch";
import {
  DeleteBucketReplicationCommand,
  DeletePublicAccessBlockCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketVersioningCommand,
} from "@aws-sdk/client-s3";
import { GetScheduleCommand, SchedulerClient, UpdateScheduleCommand } from "@aws-sdk/client-scheduler";
import {
  ListSubscriptionsCommand,
  ListTopicsCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ALARM_PREFIX, BUCKETS, REGION, ROLES, SCHEDULE, SECRETS } from "@/sandbox/names";
import { ROLE_PRINCIPALS } from "@/sandbox/roles";
import { ADMIN } from "@/sandbox/shared/principals";
import { TestSandbox } from "@/sandbox/testing/test-sandbox";

let box: TestSandbox;
beforeAll(async () => {
  box = await TestSandbox.start([]);
});
afterAll(() => box.stop());
beforeEach(() => box.clearFaults());

const aws = () => ({ endpoint: box.urls.aws, region: REGION, credentials: ADMIN });

async function doctor(variables: Record<string, string | undefined> = {}, principal = ADMIN) {
  const result = await box.worker(["doctor"], {
    principal,
    variables: { SCHEDULE_NAME: SCHEDULE, ALARM_PREFIX, ...variables },
  });
  const findings = result.events.filter(({ event }) => event === "finding");
  return {
    ...result,
    /** Each that is not in order, with its hint. */
    found: findings.filter(({ level }) => level !== "info").map(({ message, hint }) => `${message} ${hint ?? ""}`),
    inOrder: findings.filter(({ level }) => level === "info").map(({ message }) => message),
  };
}

test("a deployment as it should be has no problem, and each thing looked at is told", async () => {
  const { exitCode, found, inOrder } = await doctor();
  expect(exitCode).toBe(0);
  expect(found.filter((each) => each.includes("Problem:"))).toEqual([]);
  for (const part of [
    "backup App on acme",
    "restore App on acme",
    "Versioning is on",
    "Public access is blocked",
    "AES256",
    "snapshots of the last 363 days",
    "replicated to holdfast-backups-replica",
    "A backup starts every day at 02:00 UTC",
    "alarms reach oncall@acme.example",
    "clock",
    "git version",
  ])
    expect(inOrder.join("\n")).toContain(part);
  // The sandbox's buckets have no lock: that is a warning, and not hidden.
  expect(found.join("\n")).toContain("Object lock is off");
});

const BROKEN: { what: string; broken: () => Promise<unknown>; told: string }[] = [
  {
    what: "a records bucket that could be opened to the public",
    broken: () => box.s3.send(new DeletePublicAccessBlockCommand({ Bucket: BUCKETS.records })),
    told: "holdfast-records (records): Problem: Public access is not blocked",
  },
  {
    what: "no replication",
    broken: () => box.s3.send(new DeleteBucketReplicationCommand({ Bucket: BUCKETS.backups })),
    told: "Nothing replicates it to holdfast-backups-replica",
  },
  {
    what: "versioning suspended",
    broken: () =>
      box.s3.send(
        new PutBucketVersioningCommand({ Bucket: BUCKETS.backups, VersioningConfiguration: { Status: "Suspended" } }),
      ),
    told: "Versioning is off",
  },
  {
    what: "bundles that expire before the snapshots that need them",
    broken: () =>
      box.s3.send(
        new PutBucketLifecycleConfigurationCommand({
          Bucket: BUCKETS.backups,
          LifecycleConfiguration: {
            Rules: [{ ID: "short", Status: "Enabled", Filter: { Prefix: "" }, Expiration: { Days: 30 } }],
          },
        }),
      ),
    told: "Objects expire after 30 days, but a snapshot may need a bundle that is 37 days older than itself",
  },
  {
    what: "a schedule that is switched off",
    broken: async () => {
      const scheduler = new SchedulerClient(aws());
      const { Name, ScheduleExpression, FlexibleTimeWindow, Target } = await scheduler.send(
        new GetScheduleCommand({ Name: SCHEDULE }),
      );
      await scheduler.send(
        new UpdateScheduleCommand({ Name, ScheduleExpression, FlexibleTimeWindow, Target, State: "DISABLED" }),
      );
    },
    told: "It is disabled: no backup starts by itself",
  },
  {
    what: "an alarm that is gone",
    broken: () =>
      new CloudWatchClient(aws()).send(new DeleteAlarmsCommand({ AlarmNames: [`${ALARM_PREFIX}-backup-failure`] })),
    told: "CloudWatch does not have it",
  },
  {
    what: "an alarm that does nothing",
    broken: () =>
      new CloudWatchClient(aws()).send(
        new DisableAlarmActionsCommand({ AlarmNames: [`${ALARM_PREFIX}-task-not-running`] }),
      ),
    told: "It does nothing when it goes off",
  },
  {
    what: "an App with more than it needs",
    broken: () =>
      box.github("installations", {
        app: "holdfast-backup",
        account: "acme",
        permissions: { contents: "write", metadata: "read" },
      }),
    told: "It may do more than it needs: contents: write",
  },
  {
    what: "an App with less than it needs",
    broken: () =>
      box.github("installations", {
        app: "holdfast-restore",
        account: "acme",
        permissions: { contents: "write", metadata: "read" },
      }),
    told: "It lacks administration: write, workflows: write",
  },
];

test.each(BROKEN)("finds $what, and says how to mend it", async ({ broken, told }) => {
  await broken();
  const { found } = await doctor();
  const finding = found.find((each) => each.includes(told));
  expect(finding).toBeDefined();
  expect(finding).toMatch(/ [A-Z][^ ]+ .+\.$/);
});

test("problems are told by the exit code, worst first", async () => {
  const { exitCode, events, output } = await doctor();
  expect(exitCode).toBe(1);
  const levels = events.filter(({ event }) => event === "finding").map(({ level }) => level);
  expect(levels.lastIndexOf("error")).toBeLessThan(levels.indexOf("warn"));
  expect(output).toMatch(/"message":"\d+ problems and \d+ warnings/);
});

test("nobody who hears the alarms is a problem, an address that did not confirm a warning", async () => {
  const sns = new SNSClient(aws());
  const { Topics } = await sns.send(new ListTopicsCommand({}));
  const TopicArn = Topics?.[0]?.TopicArn ?? "";
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: "email", Endpoint: "night@acme.example" }));
  expect((await doctor()).found.join("\n")).toContain("Not confirmed yet: night@acme.example");
  const { Subscriptions = [] } = await sns.send(new ListSubscriptionsCommand({}));
  const confirmed = Subscriptions.find(({ Endpoint }) => Endpoint === "oncall@acme.example");
  await sns.send(new UnsubscribeCommand({ SubscriptionArn: confirmed?.SubscriptionArn }));
  expect((await doctor()).found.join("\n")).toContain("Nobody has confirmed a subscription");
});

test("a key that cannot be read is what the next run would stumble over", async () => {
  const { found } = await doctor({ GITHUB_APP_KEY_SECRET_ARN: "holdfast/nowhere" });
  expect(found.join("\n")).toContain("backup App: Problem: The secret holdfast/nowhere");
});

test("what this role may not see, and what has no name, is not called in order", async () => {
  const backup = ROLE_PRINCIPALS.find(({ name }) => name === ROLES.backup) ?? ADMIN;
  const { found, inOrder } = await doctor(
    { SCHEDULE_NAME: undefined, RESTORE_APP_ID: undefined, GITHUB_APP_KEY_SECRET_ARN: SECRETS.backupKey },
    backup,
  );
  const text = found.join("\n");
  expect(text).toContain("restore App: Not looked at: Its key cannot be read from here.");
  expect(text).toContain("backup: Not looked at: It is not known by name. Set SCHEDULE_NAME.");
  expect(text).toMatch(/holdfast-backups \(primary\): Not looked at: .*s3:GetBucketVersioning/);
  expect(inOrder.join("\n")).not.toContain("Versioning");
});
