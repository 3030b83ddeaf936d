import {
  DescribeTasksCommand,
  ListTasksCommand,
  RunTaskCommand,
  type RunTaskCommandInput,
  StopTaskCommand,
} from "@aws-sdk/client-ecs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../testing/aws-fixture";
import { container, type EcsFixture, startEcsFixture, TASK_ROLE } from "../testing/ecs-fixture";

let ecs: EcsFixture;

beforeAll(async () => {
  process.env.SANDBOX_OWN_VARIABLE = "must not reach a task";
  ecs = await startEcsFixture();
});
afterAll(() => ecs.close());

describe("RunTask", () => {
  it("runs a real process, keeps its lines in CloudWatch Logs and its exit code in the task", async () => {
    const script =
      "console.log('out'); console.error('err'); console.log(''); process.stdout.write('no newline'); process.exitCode = 7";
    const taskArn = await ecs.run(await ecs.register([container(script)]));
    const task = await ecs.stopped(taskArn);
    expect(task).toMatchObject({
      lastStatus: "STOPPED",
      desiredStatus: "STOPPED",
      stopCode: "EssentialContainerExited",
      stoppedReason: "Essential container in task exited",
      containers: [{ name: "worker", lastStatus: "STOPPED", exitCode: 7 }],
    });
    expect(task.stoppedAt?.getTime()).toBeGreaterThanOrEqual(task.startedAt?.getTime() ?? Number.NaN);
    expect((await ecs.lines(taskArn)).sort()).toEqual(["err", "no newline", "out"]);
  });

  it("goes through PROVISIONING and PENDING to RUNNING", async () => {
    const slow = { provisioningMs: 300, pendingMs: 300 };
    expect(await ecs.delays(slow)).toEqual(slow);
    const taskArn = await ecs.run(await ecs.register([container("setTimeout(() => {}, 500)")]));
    const seen = new Set<string>();
    await eventually("the end", async () => {
      const { lastStatus = "" } = await ecs.describe(taskArn);
      seen.add(lastStatus);
      return lastStatus === "STOPPED" ? true : undefined;
    });
    expect([...seen]).toEqual(["PROVISIONING", "PENDING", "RUNNING", "STOPPED"]);
    await ecs.delays({ provisioningMs: 10, pendingMs: 10 });
  });

  it("gives the process its definition's environment, the overrides, the role's credentials and nothing of the sandbox's own", async () => {
    const script = "console.log(JSON.stringify(process.env))";
    const definition = container(script, {
      environment: [
        { name: "A", value: "definition" },
        { name: "B", value: "definition" },
      ],
    });
    const taskDefinition = await ecs.register([definition], { taskRoleArn: TASK_ROLE });
    const taskArn = await ecs.run(taskDefinition, {
      overrides: { containerOverrides: [{ name: "worker", environment: [{ name: "B", value: "override" }] }] },
    });
    await ecs.stopped(taskArn);
    const env = JSON.parse((await ecs.lines(taskArn))[0] ?? "{}");
    expect(env).toMatchObject({
      A: "definition",
      B: "override",
      SANDBOX_GREETING: "hello",
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "KEYWORKER-ROLE",
      AWS_SECRET_ACCESS_KEY: "secret of worker-role",
      ECS_CONTAINER_METADATA_URI_V4: `${ecs.url}/v4/${taskArn.split("/").at(-1)}`,
      PATH: process.env.PATH,
    });
    expect(env.SANDBOX_OWN_VARIABLE).toBeUndefined();
    expect(env.VITEST).toBeUndefined();
  });

  it("replaces the command by the override's, and knows it again by startedBy, family and client token", async () => {
    const taskDefinition = await ecs.register([container("process.exit(1)")]);
    const request: Partial<RunTaskCommandInput> = {
      startedBy: "operator/jane",
      clientToken: "only-once",
      overrides: { containerOverrides: [{ name: "worker", command: ["setTimeout(() => {}, 60000)"] }] },
    };
    const taskArn = await ecs.run(taskDefinition, request);
    expect(await ecs.run(taskDefinition, request)).toBe(taskArn);
    const other = ecs.run(taskDefinition, { ...request, startedBy: "somebody-else" });
    await expect(other).rejects.toMatchObject({ name: "ConflictException" });
    const list = (more: object) => ecs.aws.ecs.send(new ListTasksCommand({ cluster: "main", ...more }));
    expect((await list({ startedBy: "operator/jane" })).taskArns).toEqual([taskArn]);
    expect((await list({ family: taskDefinition })).taskArns).toEqual([taskArn]);
    expect((await list({ family: taskDefinition, desiredStatus: "STOPPED" })).taskArns).toEqual([]);
    await ecs.aws.ecs.send(new StopTaskCommand({ cluster: "main", task: taskArn }));
    await ecs.stopped(taskArn);
    expect((await list({ family: taskDefinition, desiredStatus: "STOPPED" })).taskArns).toEqual([taskArn]);
  });

  it("starts up to ten tasks, lists them in pages and passes tags on", async () => {
    const taskDefinition = await ecs.register([container("")], { tags: [{ key: "from", value: "definition" }] });
    const { tasks } = await ecs.aws.ecs.send(
      new RunTaskCommand({
        cluster: "main",
        taskDefinition,
        count: 3,
        propagateTags: "TASK_DEFINITION",
        tags: [{ key: "own", value: "1" }],
      }),
    );
    for (const task of tasks ?? []) await ecs.stopped(task.taskArn ?? "");
    const list = (nextToken?: string) =>
      ecs.aws.ecs.send(
        new ListTasksCommand({
          cluster: "main",
          family: taskDefinition,
          desiredStatus: "STOPPED",
          maxResults: 2,
          nextToken,
        }),
      );
    const first = await list();
    const second = await list(first.nextToken);
    expect([...(first.taskArns ?? []), ...(second.taskArns ?? [])].sort()).toEqual(
      tasks?.map((each) => each.taskArn).sort(),
    );
    const asked = { cluster: "main", tasks: [tasks?.[0]?.taskArn ?? ""] };
    const tagged = await ecs.aws.ecs.send(new DescribeTasksCommand({ ...asked, include: ["TAGS"] }));
    expect(tagged.tasks?.[0]?.tags).toEqual([
      { key: "from", value: "definition" },
      { key: "own", value: "1" },
    ]);
    const eleven = ecs.aws.ecs.send(new RunTaskCommand({ cluster: "main", taskDefinition, count: 11 }));
    await expect(eleven).rejects.toMatchObject({ name: "InvalidParameterException" });
  });

  it("refuses what AWS refuses, in its words", async () => {
    const taskDefinition = await ecs.register([container("")]);
    const value = "x".repeat(8200);
    const long = { containerOverrides: [{ name: "worker", environment: [{ name: "LIST", value }] }] };
    await expect(ecs.run(taskDefinition, { overrides: long })).rejects.toMatchObject({
      name: "InvalidParameterException",
      message: "Container Overrides length must be at most 8192",
    });
    await expect(ecs.run("nothing")).rejects.toMatchObject({
      name: "ClientException",
      message: "TaskDefinition not found.",
    });
    await expect(ecs.run(taskDefinition, { cluster: "none" })).rejects.toMatchObject({
      name: "ClusterNotFoundException",
    });
    const stranger = { containerOverrides: [{ name: "stranger" }] };
    await expect(ecs.run(taskDefinition, { overrides: stranger })).rejects.toThrow(
      "is not a container in the TaskDefinition",
    );
    const fargate = await ecs.register([container("")], {
      networkMode: "awsvpc",
      requiresCompatibilities: ["FARGATE"],
      cpu: "256",
      memory: "512",
    });
    await expect(ecs.run(fargate, { launchType: "FARGATE" })).rejects.toThrow("Network Configuration must be provided");
  });

  it("answers failures when a fault says that there is no capacity", async () => {
    const taskDefinition = await ecs.register([container("")]);
    const reason = "Capacity is unavailable at this time. Please try again later or in a different availability zone";
    await fetch(`${ecs.url}/_sandbox/faults`, {
      method: "POST",
      body: JSON.stringify({
        match: { operation: "ecs:RunTask" },
        action: { kind: "status", status: 200, body: JSON.stringify({ tasks: [], failures: [{ reason }] }) },
      }),
    });
    const answer = await ecs.aws.ecs.send(new RunTaskCommand({ cluster: "main", taskDefinition }));
    expect(answer).toMatchObject({ tasks: [], failures: [{ reason }] });
    expect(await ecs.run(taskDefinition)).toMatch(/^arn:/);
  });
});
