import { StopTaskCommand } from "@aws-sdk/client-ecs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../testing/aws-fixture";
import { container, type EcsFixture, startEcsFixture, TASK_ROLE } from "../testing/ecs-fixture";
import { isRunning } from "../testing/process-state";

let ecs: EcsFixture;

beforeAll(async () => {
  ecs = await startEcsFixture();
});
afterAll(() => ecs.close());

describe("StopTask", () => {
  it("sends SIGTERM, which a process may answer with an exit code of its own", async () => {
    const script =
      "process.on('SIGTERM', () => { console.log('asked to stop'); process.exit(3) }); console.log('ready'); setInterval(() => {}, 1000)";
    const taskArn = await ecs.run(await ecs.register([container(script)]));
    await ecs.running(taskArn);
    await eventually("the handler", async () => ((await ecs.lines(taskArn)).includes("ready") ? true : undefined));
    await ecs.aws.ecs.send(new StopTaskCommand({ cluster: "main", task: taskArn, reason: "because of a test" }));
    expect(await ecs.stopped(taskArn)).toMatchObject({
      stopCode: "UserInitiated",
      stoppedReason: "because of a test",
      containers: [{ exitCode: 3 }],
    });
    expect(await ecs.lines(taskArn)).toEqual(["ready", "asked to stop"]);
  });

  it("ends a process without a handler with 143", async () => {
    const taskArn = await ecs.run(await ecs.register([container("setInterval(() => {}, 1000)")]));
    await ecs.running(taskArn);
    await ecs.aws.ecs.send(new StopTaskCommand({ cluster: "main", task: taskArn }));
    expect((await ecs.stopped(taskArn)).containers?.[0]?.exitCode).toBe(143);
  });

  it("kills a process that ignores SIGTERM after stopTimeout, with what it has started", async () => {
    const script = `
      const child = require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
      process.on("SIGTERM", () => console.log("ignored"));
      console.log("child " + child.pid);
      setInterval(() => {}, 1000);`;
    const taskArn = await ecs.run(await ecs.register([container(script, { stopTimeout: 1 })]));
    await ecs.running(taskArn);
    const grandchild = await eventually("the grandchild", async () => (await ecs.lines(taskArn))[0]?.split(" ")[1]);
    const begun = Date.now();
    await ecs.aws.ecs.send(new StopTaskCommand({ cluster: "main", task: taskArn }));
    expect((await ecs.stopped(taskArn)).containers?.[0]?.exitCode).toBe(137);
    expect(Date.now() - begun).toBeGreaterThanOrEqual(1000);
    expect(await ecs.lines(taskArn)).toContain("ignored");
    await eventually("the end of the grandchild", async () => (isRunning(Number(grandchild)) ? undefined : true));
  });

  it("is not needed for what a process leaves behind when it ends by itself", async () => {
    const script = `
      const options = { stdio: "inherit" };
      const child = require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], options);
      console.log("child " + child.pid);
      setTimeout(() => process.exit(0), 200);`;
    const taskArn = await ecs.run(await ecs.register([container(script)]));
    expect((await ecs.stopped(taskArn)).containers?.[0]?.exitCode).toBe(0);
    const grandchild = Number((await ecs.lines(taskArn))[0]?.split(" ")[1]);
    await eventually("the end of the grandchild", async () => (isRunning(grandchild) ? undefined : true));
  });

  it("is not needed for the other containers when an essential one has ended", async () => {
    const main = container("setTimeout(() => process.exit(0), 200)");
    const sidecar = container("setInterval(() => {}, 1000)", { name: "sidecar", essential: false });
    const helper = container("", { name: "helper", essential: false });
    const task = await ecs.stopped(await ecs.run(await ecs.register([main, sidecar, helper])));
    expect(task.containers).toMatchObject([
      { name: "worker", exitCode: 0 },
      { name: "sidecar", exitCode: 143 },
      { name: "helper", exitCode: 0 },
    ]);
  });

  it("stops a task that has not started yet", async () => {
    await ecs.delays({ pendingMs: 30000 });
    const taskArn = await ecs.run(await ecs.register([container("console.log('never')")]));
    await ecs.aws.ecs.send(new StopTaskCommand({ cluster: "main", task: taskArn }));
    const task = await ecs.stopped(taskArn);
    await ecs.delays({ pendingMs: 10 });
    expect(task).toMatchObject({ stopCode: "UserInitiated", containers: [{ lastStatus: "STOPPED" }] });
    expect(task.startedAt).toBeUndefined();
  });
});

describe("a task that cannot start", () => {
  const failure = async (taskDefinition: string) => {
    const { stopCode, stoppedReason } = await ecs.stopped(await ecs.run(taskDefinition));
    expect(stopCode).toBe("TaskFailedToStart");
    return stoppedReason;
  };

  it("says that its role does not exist", async () => {
    const taskDefinition = await ecs.register([container("")], { taskRoleArn: `${TASK_ROLE}-unknown` });
    expect(await failure(taskDefinition)).toMatch(/^ResourceInitializationError: .*worker-role-unknown/);
  });

  it("says that its image does not exist", async () => {
    expect(await failure(await ecs.register([container("", { image: "none" })]))).toMatch(/^CannotPullContainerError/);
  });

  it("says that its log group does not exist", async () => {
    const options = { "awslogs-group": "/none", "awslogs-region": "us-east-1", "awslogs-stream-prefix": "x" };
    const logConfiguration = { logDriver: "awslogs" as const, options };
    expect(await failure(await ecs.register([container("", { logConfiguration })]))).toMatch(
      /^ResourceInitializationError: failed to validate logger args: .*\/none/,
    );
  });

  it("says which secret it could not read", async () => {
    const secrets = [{ name: "KEY", valueFrom: "arn:aws:secretsmanager:us-east-1:123456789012:secret:none-AbCdEf" }];
    expect(await failure(await ecs.register([container("", { secrets })]))).toMatch(
      /^ResourceInitializationError: .*secret:none/,
    );
  });
});
