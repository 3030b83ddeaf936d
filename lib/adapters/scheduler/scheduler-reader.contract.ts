import { CreateScheduleCommand } from "@aws-sdk/client-scheduler";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AwsFixture, principal, startFixture } from "@/sandbox/aws/testing/aws-fixture";
import { ADMIN } from "@/sandbox/shared/principals";
import { CloudWatchLogReader } from "../logs/cloudwatch-log-reader";
import { SchedulerReader } from "./scheduler-reader";

describe("the schedule in EventBridge Scheduler", () => {
  let aws: AwsFixture;
  const read = (name: string | undefined) => new SchedulerReader({ region: "us-east-1", name }).read();
  beforeAll(async () => {
    aws = await startFixture();
    await aws.principals.put(principal("scheduler", ["ecs:RunTask"]));
    process.env.AWS_ENDPOINT_URL = aws.url;
    process.env.AWS_ACCESS_KEY_ID = ADMIN.accessKeyId;
    process.env.AWS_SECRET_ACCESS_KEY = ADMIN.secretAccessKey;
  });
  afterAll(() => aws.close());

  test("is read with its time zone and whether it is on", async () => {
    const target = {
      Arn: "arn:aws:ecs:us-east-1:123456789012:cluster/main",
      RoleArn: "arn:aws:iam::123456789012:role/scheduler",
    };
    await aws.clients().scheduler.send(
      new CreateScheduleCommand({
        Name: "backup",
        ScheduleExpression: "cron(0 2 * * ? *)",
        ScheduleExpressionTimezone: "Europe/Berlin",
        State: "DISABLED",
        FlexibleTimeWindow: { Mode: "OFF" },
        Target: {
          ...target,
          EcsParameters: { TaskDefinitionArn: "arn:aws:ecs:us-east-1:123456789012:task-definition/f" },
        },
      }),
    );
    expect(await read("backup")).toEqual({
      expression: "cron(0 2 * * ? *)",
      timezone: "Europe/Berlin",
      enabled: false,
    });
  });

  test("that does not exist, or has no name, is none", async () => {
    expect(await read("nothing")).toBeUndefined();
    expect(await read(undefined)).toBeUndefined();
  });

  test("that cannot be asked is an error with its service", async () => {
    process.env.AWS_ENDPOINT_URL = "http://127.0.0.1:1";
    await expect(read("backup")).rejects.toMatchObject({ code: "aws-unreachable" });
    process.env.AWS_ENDPOINT_URL = aws.url;
  });

  test("a log stream that is not there yet is empty, not an error", async () => {
    const logs = new CloudWatchLogReader({ region: "us-east-1" });
    expect(await logs.read("/none", "none", undefined, 10)).toEqual({ lines: [], cursor: "" });
  });
});
