import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newRunId } from "@/lib/domain/ids";
import { eventually } from "@/sandbox/aws/testing/aws-fixture";
import { container, type EcsFixture, LOG_GROUP, startEcsFixture, TASK_ROLE } from "@/sandbox/aws/testing/ecs-fixture";
import { ADMIN } from "@/sandbox/shared/principals";
import { CloudWatchLogReader } from "../logs/cloudwatch-log-reader";
import { EcsTaskRunner } from "./ecs-task-runner";

describe("the task runner on ECS", () => {
  let aws: EcsFixture;
  let tasks: EcsTaskRunner;
  beforeAll(async () => {
    aws = await startEcsFixture();
    process.env.AWS_ENDPOINT_URL = aws.url;
    process.env.AWS_ACCESS_KEY_ID = ADMIN.accessKeyId;
    process.env.AWS_SECRET_ACCESS_KEY = ADMIN.secretAccessKey;
    // The image runs Node with the verb as its script, so the container's own environment holds what it does.
    const script = { name: "NODE_OPTIONS", value: `--import=data:text/javascript,${encodeURIComponent(SCRIPT)}` };
    const family = await aws.register([container("unused", { environment: [script] })], { taskRoleArn: TASK_ROLE });
    tasks = new EcsTaskRunner({
      region: "us-east-1",
      cluster: "main",
      families: { backup: family, restore: "no-such-family" },
      subnets: ["subnet-1"],
      securityGroups: ["sg-1"],
    });
  });
  afterAll(() => aws.close());

  test("starts the worker with the verb and the run's environment, and knows where its log goes", async () => {
    const run = newRunId(new Date(), "aaaaaa");
    const started = await tasks.start("backup", run, { RUN_ID: run, STAY: "" });
    expect(started).toMatchObject({ logGroup: LOG_GROUP, logStream: expect.stringMatching(/^worker\/worker\/\w+$/) });
    await aws.stopped(started.arn);
    const logs = new CloudWatchLogReader({ region: "us-east-1" });
    const read = await logs.read(started.logGroup ?? "", started.logStream ?? "", undefined, 10);
    expect(read.lines.map((line) => line.message)).toContain(`run ${run}, verb backup`);
    expect((await logs.read(started.logGroup ?? "", started.logStream ?? "", read.cursor, 10)).lines).toEqual([]);
    expect(await tasks.describe(started.arn)).toMatchObject({ status: "stopped" });
  });

  test("starts one task for a run that is asked for twice", async () => {
    const run = newRunId(new Date(), "bbbbbb");
    const [first, second] = [await tasks.start("backup", run, {}), await tasks.start("backup", run, {})];
    expect(second.arn).toBe(first.arn);
  });

  test("stops a task with the reason, and tells it afterwards", async () => {
    const { arn } = await tasks.start("backup", newRunId(new Date(), "cccccc"), { STAY: "1" });
    await aws.running(arn);
    expect((await tasks.describe(arn))?.status).toBe("running");
    await tasks.stop(arn, "stopped by olga");
    const facts = await eventually("the task to stop", async () => {
      const now = await tasks.describe(arn);
      return now?.status === "stopped" ? now : undefined;
    });
    expect(facts.stoppedReason).toContain("stopped by olga");
    expect(facts.exitCode).toBe(143);
  });

  test("says run-not-started with ECS's reason", async () => {
    const start = tasks.start("restore", newRunId(new Date(), "dddddd"), {});
    await expect(start).rejects.toMatchObject({ code: "run-not-started" });
    await expect(tasks.start("verify", newRunId(new Date(), "eeeeee"), {})).rejects.toThrow(
      /no task definition for verify/,
    );
  });

  test("knows nothing of a task that ECS has forgotten", async () => {
    expect(
      await tasks.describe("arn:aws:ecs:us-east-1:123456789012:task/main/00000000000000000000000000000000"),
    ).toBeUndefined();
  });
});

const SCRIPT = `
console.log("run " + process.env.RUN_ID + ", verb " + process.execArgv.concat(process.argv).join(" ").match(/backup|restore/)[0]);
if (process.env.STAY) { setInterval(() => {}, 1000); await new Promise(() => {}); }
process.exit(0);
`;
