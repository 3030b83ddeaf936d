import { execFile } from "node:child_process";
import { accessSync, constants } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ADMIN } from "../shared/principals";
import { container, type EcsFixture, LOG_GROUP, startEcsFixture } from "./testing/ecs-fixture";

/**
 * The AWS CLI is not of this project's making and shares no code with it: what it understands is evidence. Debian's
 * speaks the query protocol to CloudWatch, a current one JSON.
 */
const CLIS = ["/usr/bin/aws", ...(process.env.PATH ?? "").split(path.delimiter).map((each) => path.join(each, "aws"))]
  .filter(isExecutable)
  .filter((each, index, all) => all.indexOf(each) === index)
  .slice(0, 2);

let ecs: EcsFixture;

beforeAll(async () => {
  ecs = await startEcsFixture();
});
afterAll(() => ecs.close());

describe.skipIf(CLIS.length > 0)("the AWS CLI", () => {
  it.skip("is not installed here; install Debian's awscli to run these tests", () => undefined);
});

describe.each(CLIS)("%s", (cli) => {
  const name = `cli-${CLIS.indexOf(cli)}`;

  async function aws(...args: string[]): Promise<Record<string, unknown>> {
    const env = {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      // Nothing of the user's own settings.
      AWS_CONFIG_FILE: path.join(ecs.dataDir, "no-config"),
      AWS_SHARED_CREDENTIALS_FILE: path.join(ecs.dataDir, "no-credentials"),
      AWS_ACCESS_KEY_ID: ADMIN.accessKeyId,
      AWS_SECRET_ACCESS_KEY: ADMIN.secretAccessKey,
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_EC2_METADATA_DISABLED: "true",
    };
    const { stdout } = await promisify(execFile)(cli, ["--endpoint-url", ecs.url, "--output", "json", ...args], {
      env: env as unknown as NodeJS.ProcessEnv,
    });
    return stdout.trim() === "" ? {} : JSON.parse(stdout);
  }

  it("asks who it is and keeps secrets", async () => {
    expect(await aws("sts", "get-caller-identity")).toMatchObject({ Account: "123456789012" });
    await aws("secretsmanager", "create-secret", "--name", name, "--secret-string", "ä <secret>");
    const read = await aws("secretsmanager", "get-secret-value", "--secret-id", name);
    expect(read.SecretString).toBe("ä <secret>");
  });

  it("runs a task, waits for its end and reads its log", async () => {
    const taskDefinition = await ecs.register([container("console.log('from the cli')")]);
    const run = await aws("ecs", "run-task", "--cluster", "main", "--task-definition", taskDefinition);
    const [task] = run.tasks as { taskArn: string }[];
    await ecs.stopped(task?.taskArn ?? "");
    const described = await aws("ecs", "describe-tasks", "--cluster", "main", "--tasks", task?.taskArn ?? "");
    expect(described.tasks).toMatchObject([{ lastStatus: "STOPPED", containers: [{ exitCode: 0 }] }]);
    const stream = `worker/worker/${task?.taskArn.split("/").at(-1)}`;
    const log = await aws("logs", "get-log-events", "--log-group-name", LOG_GROUP, "--log-stream-name", stream);
    expect(log.events).toMatchObject([{ message: "from the cli" }]);
  });

  it("puts metrics and alarms and reads them again", async () => {
    const Dimensions = "Org=acme,Kind=backup";
    await aws(
      "cloudwatch",
      "put-metric-data",
      "--namespace",
      name,
      "--metric-name",
      "M",
      "--value",
      "3.5",
      "--dimensions",
      Dimensions,
    );
    await aws(
      ...["cloudwatch", "put-metric-alarm", "--alarm-name", name, "--namespace", name, "--metric-name", "M"],
      ...["--statistic", "Maximum", "--period", "60", "--evaluation-periods", "1", "--threshold", "1.5"],
      ...["--comparison-operator", "GreaterThanThreshold", "--tags", "Key=team,Value=sre"],
    );
    const { MetricAlarms } = await aws("cloudwatch", "describe-alarms", "--alarm-names", name);
    expect(MetricAlarms).toMatchObject([{ AlarmName: name, Threshold: 1.5, ActionsEnabled: true, Period: 60 }]);
    const Metric = {
      Namespace: name,
      MetricName: "M",
      Dimensions: [
        { Name: "Kind", Value: "backup" },
        { Name: "Org", Value: "acme" },
      ],
    };
    const queries = JSON.stringify([{ Id: "m", MetricStat: { Metric, Period: 3600, Stat: "Sum" } }]);
    const from = new Date(Date.now() - 3_600_000).toISOString();
    const to = new Date(Date.now() + 60_000).toISOString();
    const data = await aws(
      "cloudwatch",
      "get-metric-data",
      "--metric-data-queries",
      queries,
      "--start-time",
      from,
      "--end-time",
      to,
    );
    expect(data.MetricDataResults).toMatchObject([{ Id: "m", Values: [3.5], StatusCode: "Complete" }]);
    const gone = aws(
      "cloudwatch",
      "set-alarm-state",
      "--alarm-name",
      "none",
      "--state-value",
      "OK",
      "--state-reason",
      "x",
    );
    await expect(gone).rejects.toThrow(/ResourceNotFound/);
  });

  it("creates a schedule and a topic", async () => {
    const Target = {
      Arn: "arn:aws:ecs:us-east-1:123456789012:cluster/main",
      RoleArn: "arn:aws:iam::123456789012:role/worker-role",
      EcsParameters: { TaskDefinitionArn: "f" },
    };
    await aws(
      ...["scheduler", "create-schedule", "--name", name, "--schedule-expression", "cron(0 3 * * ? *)"],
      ...["--flexible-time-window", "Mode=OFF", "--target", JSON.stringify(Target)],
    );
    expect(await aws("scheduler", "get-schedule", "--name", name)).toMatchObject({ Name: name, State: "ENABLED" });
    const { TopicArn } = await aws("sns", "create-topic", "--name", name);
    await aws(
      "sns",
      "subscribe",
      "--topic-arn",
      String(TopicArn),
      "--protocol",
      "email",
      "--notification-endpoint",
      "a@b.c",
    );
    const listed = await aws("sns", "list-subscriptions-by-topic", "--topic-arn", String(TopicArn));
    expect(listed.Subscriptions).toMatchObject([{ SubscriptionArn: "PendingConfirmation", Endpoint: "a@b.c" }]);
  });
});

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
