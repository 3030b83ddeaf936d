import { createHash } from "node:crypto";
import { CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateClusterCommand, DescribeTasksCommand, ListTasksCommand, RunTaskCommand } from "@aws-sdk/client-ecs";
import { CreateScheduleCommand } from "@aws-sdk/client-scheduler";
import { CreateSecretCommand, RotateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { ListTopicsCommand } from "@aws-sdk/client-sns";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ADMIN } from "../shared/principals";
import { principal } from "./testing/aws-fixture";
import { container, type EcsFixture, startEcsFixture, TASK_ROLE } from "./testing/ecs-fixture";

let ecs: EcsFixture;

beforeAll(async () => {
  ecs = await startEcsFixture();
});
afterAll(() => ecs.close());

describe("the control plane", () => {
  it("knows who signed, and asks for no permission to say so", async () => {
    const nobody = principal("nobody", []);
    await ecs.principals.put(nobody);
    const identity = await ecs.clients(nobody).sts.send(new GetCallerIdentityCommand());
    expect(identity.Account).toBe("123456789012");
    expect(identity.Arn).toBe("arn:aws:sts::123456789012:assumed-role/nobody/sandbox");
  });

  it("refuses in each service what a principal is not allowed, naming the action", async () => {
    const reader = principal("reader", ["ecs:Describe*"]);
    await ecs.principals.put(reader);
    const { ecs: allowed, logs, secrets, scheduler, sns } = ecs.clients(reader);
    await allowed.send(new DescribeTasksCommand({ cluster: "main", tasks: ["0".repeat(32)] }));
    const denied = { name: "AccessDeniedException" };
    await expect(allowed.send(new ListTasksCommand({ cluster: "main" }))).rejects.toMatchObject({
      ...denied,
      message: expect.stringContaining("assumed-role/reader/sandbox is not authorized to perform: ecs:ListTasks"),
    });
    await expect(logs.send(new CreateLogGroupCommand({ logGroupName: "x" }))).rejects.toMatchObject(denied);
    await expect(secrets.send(new CreateSecretCommand({ Name: "x" }))).rejects.toMatchObject(denied);
    const schedule = new CreateScheduleCommand({
      Name: "x",
      ScheduleExpression: "rate(1 day)",
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: { Arn: "x", RoleArn: "x" },
    });
    await expect(scheduler.send(schedule)).rejects.toMatchObject(denied);
    await expect(sns.send(new ListTopicsCommand())).rejects.toMatchObject({ name: "AuthorizationErrorException" });
  });

  it("lets nobody hand a role to a task without iam:PassRole", async () => {
    const starter = principal("starter", ["ecs:*"]);
    await ecs.principals.put(starter);
    const taskDefinition = await ecs.register([container("")], { taskRoleArn: TASK_ROLE });
    const run = ecs.clients(starter).ecs.send(new RunTaskCommand({ cluster: "main", taskDefinition }));
    await expect(run).rejects.toThrow(`iam:PassRole on resource: ${TASK_ROLE}`);
  });

  it("refuses a wrong secret key, an unknown key and no signature", async () => {
    const list = (accessKeyId: string, secretAccessKey: string) =>
      ecs.clients({ ...ADMIN, accessKeyId, secretAccessKey }).ecs.send(new ListTasksCommand({ cluster: "main" }));
    await expect(list(ADMIN.accessKeyId, "wrong")).rejects.toMatchObject({ name: "InvalidSignatureException" });
    await expect(list("UNKNOWN", "x")).rejects.toMatchObject({ name: "UnrecognizedClientException" });
    const headers = { "x-amz-target": "secretsmanager.ListSecrets", "content-type": "application/x-amz-json-1.1" };
    const bare = await fetch(ecs.url, { method: "POST", headers, body: "{}" });
    expect(await bare.json()).toMatchObject({ __type: "MissingAuthenticationTokenException" });
  });

  it("says which operation it does not have", async () => {
    const rotate = ecs.aws.secrets.send(new RotateSecretCommand({ SecretId: "x" }));
    await expect(rotate).rejects.toMatchObject({
      name: "UnknownOperationException",
      message: "the sandbox does not implement secretsmanager:RotateSecret",
    });
  });

  it("refuses input that does not fit the model, with the member's path", async () => {
    const none = ecs.aws.ecs.send(new RunTaskCommand({ taskDefinition: undefined }));
    await expect(none).rejects.toMatchObject({
      name: "InvalidParameterException",
      message: "missing required member 'taskDefinition'",
    });
    const odd = new CreateClusterCommand({ clusterName: 5 as unknown as string });
    await expect(ecs.aws.ecs.send(odd)).rejects.toThrow("'clusterName' must be a string");
  });

  it("goes wrong when a fault says so, and only as often", async () => {
    const fault = { match: { operation: "ecs:ListTasks" }, action: { kind: "status", status: 500 }, times: 1 };
    await fetch(`${ecs.url}/_sandbox/faults`, { method: "POST", body: JSON.stringify(fault) });
    const list = () => ecs.aws.ecs.send(new ListTasksCommand({ cluster: "main" }));
    await expect(list()).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
    await list();
  });

  it("takes new principals over its own door, and does not open it to web pages", async () => {
    const body = JSON.stringify(principal("newcomer", ["ecs:*"]));
    const added = await fetch(`${ecs.url}/_sandbox/principals`, { method: "POST", body });
    expect(added.status).toBe(200);
    const { ecs: client } = ecs.clients(principal("newcomer", []));
    await client.send(new ListTasksCommand({ cluster: "main" }));
    const headers = { origin: "https://example.com" };
    const page = await fetch(`${ecs.url}/_sandbox/principals`, { method: "POST", body, headers });
    expect(page.status).toBe(403);
    const wrong = await fetch(`${ecs.url}/_sandbox/principals`, { method: "POST", body: "{}" });
    expect(wrong.status).toBe(400);
  });

  it("tells that it is well, and which tasks there are", async () => {
    const health = await (await fetch(`${ecs.url}/_sandbox/health`)).json();
    expect(health).toMatchObject({ ok: true, services: expect.arrayContaining(["ecs", "cloudwatch", "scheduler"]) });
    const taskArn = await ecs.run(await ecs.register([container("")]));
    const { tasks } = (await (await fetch(`${ecs.url}/_sandbox/tasks`)).json()) as { tasks: { taskArn: string }[] };
    expect(tasks.map((each) => each.taskArn)).toContain(taskArn);
    await ecs.stopped(taskArn);
  });

  it("answers a body that is broken gzip instead of hanging up", async () => {
    const headers = { "content-encoding": "gzip", "x-amz-target": "secretsmanager.ListSecrets" };
    const answer = await fetch(ecs.url, { method: "POST", headers, body: createHash("sha256").digest("hex") });
    expect(answer.status).toBe(400);
  });
});
