import { DescribeTasksCommand } from "@aws-sdk/client-ecs";
import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually, principal } from "../testing/aws-fixture";
import { container, type EcsFixture, startEcsFixture } from "../testing/ecs-fixture";
import type { Invocation } from "./schedule-store";

const CLUSTER = "arn:aws:ecs:us-east-1:123456789012:cluster/main";
const ROLE = "arn:aws:iam::123456789012:role/scheduler-role";

let ecs: EcsFixture;
let taskDefinition: string;

beforeAll(async () => {
  ecs = await startEcsFixture();
  await ecs.principals.put(principal("scheduler-role", ["ecs:RunTask", "iam:PassRole"]));
  await ecs.principals.put(principal("powerless-role", []));
  taskDefinition = await ecs.register([container("console.log(process.env.JOB + ' at ' + process.env.AT)")]);
});
afterAll(() => ecs.close());

const scheduler = () => ecs.clients().scheduler;

function schedule(Name: string, more: Partial<CreateScheduleCommandInput> = {}): CreateScheduleCommandInput {
  return {
    Name,
    ScheduleExpression: "rate(1 hour)",
    FlexibleTimeWindow: { Mode: "OFF" },
    Target: target(),
    ...more,
  };
}

function target(RoleArn = ROLE): NonNullable<CreateScheduleCommandInput["Target"]> {
  const environment = [
    { name: "JOB", value: "nightly" },
    { name: "AT", value: "<aws.scheduler.scheduled-time>" },
  ];
  return {
    Arn: CLUSTER,
    RoleArn,
    EcsParameters: { TaskDefinitionArn: taskDefinition, LaunchType: "FARGATE" },
    Input: JSON.stringify({ containerOverrides: [{ name: "worker", environment }] }),
    RetryPolicy: { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 60 },
  };
}

async function invocation(name: string): Promise<Invocation> {
  return eventually(`${name} to fire`, async () => {
    const answer = await fetch(`${ecs.url}/_sandbox/scheduler/invocations`);
    const { invocations } = (await answer.json()) as { invocations: Invocation[] };
    return invocations.find((each) => each.schedule === name);
  });
}

/** `at` some seconds from now, in the clocks of Tokyo. */
function tokyo(seconds: number): string {
  const shown = new Date(Date.now() + 9 * 3_600_000 + seconds * 1000).toISOString();
  return `at(${shown.slice(0, 19)})`;
}

describe("EventBridge Scheduler", () => {
  it("runs its task at the given time of the given time zone, with the overrides of its input", async () => {
    const once = { ScheduleExpression: tokyo(2), ScheduleExpressionTimezone: "Asia/Tokyo" };
    await scheduler().send(new CreateScheduleCommand(schedule("once", { ...once, ActionAfterCompletion: "DELETE" })));
    const fired = await invocation("once");
    expect(fired).toMatchObject({ outcome: "succeeded", attempts: 1 });
    const [taskArn = ""] = fired.taskArns;
    const task = await ecs.stopped(taskArn);
    expect(task.startedBy).toBe("chronos-schedule/once");
    expect(task.containers?.[0]?.exitCode).toBe(0);
    expect((await ecs.lines(taskArn))[0]).toMatch(/^nightly at \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    const gone = scheduler().send(new GetScheduleCommand({ Name: "once" }));
    await expect(gone).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  it("starts a rate at once, and does not start it anew when only its description changes", async () => {
    await scheduler().send(new CreateScheduleCommand(schedule("rate")));
    await invocation("rate");
    await scheduler().send(new UpdateScheduleCommand(schedule("rate", { Description: "hourly" })));
    await new Promise((resolve) => setTimeout(resolve, 600));
    const answer = await fetch(`${ecs.url}/_sandbox/scheduler/invocations`);
    const { invocations } = (await answer.json()) as { invocations: Invocation[] };
    expect(invocations.filter((each) => each.schedule === "rate")).toHaveLength(1);
  });

  it("lets the times of a disabled schedule pass", async () => {
    await scheduler().send(new CreateScheduleCommand(schedule("disabled", { State: "DISABLED" })));
    await new Promise((resolve) => setTimeout(resolve, 600));
    const answer = await (await fetch(`${ecs.url}/_sandbox/scheduler/invocations`)).text();
    expect(answer).not.toContain('"disabled"');
  });

  it("retries what may pass, as often as its policy says", async () => {
    const fault = { match: { operation: "ecs:RunTask" }, action: { kind: "status", status: 503 }, times: 1 };
    await fetch(`${ecs.url}/_sandbox/faults`, { method: "POST", body: JSON.stringify(fault) });
    await scheduler().send(new CreateScheduleCommand(schedule("retried")));
    expect(await invocation("retried")).toMatchObject({ outcome: "succeeded", attempts: 2 });
  });

  it("does not retry a role that may not run tasks, and keeps the reason", async () => {
    const Target = target("arn:aws:iam::123456789012:role/powerless-role");
    await scheduler().send(new CreateScheduleCommand(schedule("powerless", { Target })));
    const failed = await invocation("powerless");
    expect(failed).toMatchObject({ outcome: "failed", attempts: 1 });
    expect(failed.error).toContain("not authorized to perform: ecs:RunTask");
  });

  it("creates, reads, lists, updates and deletes", async () => {
    const StartDate = new Date("2030-01-01T00:00:00Z");
    const input = schedule("crud", { ScheduleExpression: "cron(0 3 * * ? *)", StartDate });
    const created = await scheduler().send(new CreateScheduleCommand(input));
    expect(created.ScheduleArn).toBe("arn:aws:scheduler:us-east-1:123456789012:schedule/default/crud");
    const again = scheduler().send(new CreateScheduleCommand(input));
    await expect(again).rejects.toMatchObject({ name: "ConflictException" });
    const read = () => scheduler().send(new GetScheduleCommand({ Name: "crud", GroupName: "default" }));
    expect(await read()).toMatchObject({
      State: "ENABLED",
      StartDate,
      ScheduleExpressionTimezone: "UTC",
      Target: { Arn: CLUSTER, EcsParameters: { TaskDefinitionArn: taskDefinition, LaunchType: "FARGATE" } },
    });
    await scheduler().send(new UpdateScheduleCommand({ ...input, State: "DISABLED", StartDate: undefined }));
    const updated = await read();
    expect(updated.State).toBe("DISABLED");
    expect(updated.StartDate).toBeUndefined();
    const listed = await scheduler().send(new ListSchedulesCommand({ NamePrefix: "cr", State: "DISABLED" }));
    expect(listed.Schedules).toMatchObject([{ Name: "crud", Target: { Arn: CLUSTER } }]);
    await scheduler().send(new DeleteScheduleCommand({ Name: "crud" }));
    await expect(read()).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  it("refuses expressions, zones, targets and roles that could never fire", async () => {
    const refused = (more: Partial<CreateScheduleCommandInput>) =>
      expect(scheduler().send(new CreateScheduleCommand(schedule("refused", more)))).rejects;
    await refused({ ScheduleExpression: "cron(0 3 * * * *)" }).toMatchObject({ name: "ValidationException" });
    await refused({ ScheduleExpressionTimezone: "Mars/Olympus" }).toThrow("not a time zone");
    await refused({ Target: { ...target(), Arn: "arn:aws:sqs:us-east-1:1:q" } }).toThrow("ECS tasks only");
    await refused({ Target: target("arn:aws:iam::1:role/none") }).toThrow("must allow AWS EventBridge Scheduler");
    await refused({ GroupName: "other" }).toMatchObject({ name: "ResourceNotFoundException" });
  });

  it("keeps schedules over a restart and does not make up for what it missed", async () => {
    const soon = { ScheduleExpression: tokyo(3), ScheduleExpressionTimezone: "Asia/Tokyo" };
    await scheduler().send(new CreateScheduleCommand(schedule("missed", soon)));
    await scheduler().send(new CreateScheduleCommand(schedule("kept", { ScheduleExpression: "cron(0 3 * * ? *)" })));
    await ecs.restart({ now: () => new Date(Date.now() + 60_000) });
    expect((await scheduler().send(new GetScheduleCommand({ Name: "kept" }))).ScheduleExpression).toContain("cron");
    expect(ecs.log.join("\n")).toMatch(/schedule missed missed .*: the sandbox was not running/);
    const missing = await ecs
      .clients()
      .ecs.send(new DescribeTasksCommand({ cluster: "main", tasks: ["0".repeat(32)] }));
    expect(missing.failures).toMatchObject([{ reason: "MISSING" }]);
  });
});
