import {
  DeregisterTaskDefinitionCommand,
  DescribeTaskDefinitionCommand,
  ListTaskDefinitionsCommand,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionCommandInput,
} from "@aws-sdk/client-ecs";
import { CreateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { container, type EcsFixture, EXECUTION_ROLE, LOG_GROUP, startEcsFixture } from "../testing/ecs-fixture";

type FargateSettings = Partial<RegisterTaskDefinitionCommandInput>;

let ecs: EcsFixture;

beforeAll(async () => {
  ecs = await startEcsFixture();
});
afterAll(() => ecs.close());

describe("task definitions", () => {
  it("are numbered by family, described by family, revision and ARN, and not run once deregistered", async () => {
    const family = await ecs.register([container("")]);
    const input = { family, containerDefinitions: [container("")], executionRoleArn: EXECUTION_ROLE };
    await ecs.aws.ecs.send(new RegisterTaskDefinitionCommand(input));
    const read = async (taskDefinition: string) =>
      (await ecs.aws.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }))).taskDefinition;
    const newest = await read(family);
    expect(newest).toMatchObject({ family, revision: 2, status: "ACTIVE" });
    expect((await read(`${family}:1`))?.revision).toBe(1);
    expect((await read(newest?.taskDefinitionArn ?? ""))?.revision).toBe(2);

    await ecs.aws.ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: `${family}:2` }));
    expect((await read(family))?.revision).toBe(1);
    await expect(ecs.run(`${family}:2`)).rejects.toThrow("TaskDefinition is inactive");
    const listed = await ecs.aws.ecs.send(new ListTaskDefinitionsCommand({ familyPrefix: family }));
    expect(listed.taskDefinitionArns).toEqual([`arn:aws:ecs:us-east-1:123456789012:task-definition/${family}:1`]);
  });

  it("are refused when Fargate could not run them", async () => {
    const fargate: FargateSettings = { networkMode: "awsvpc", requiresCompatibilities: ["FARGATE"] };
    await expect(ecs.register([container("")], fargate)).rejects.toMatchObject({ name: "ClientException" });
    const size = { ...fargate, cpu: "256", memory: "512" };
    await expect(ecs.register([container("")], { ...size, executionRoleArn: undefined })).rejects.toThrow(
      "execution role",
    );
    await expect(ecs.register([container("", { stopTimeout: 121 })])).rejects.toThrow("stopTimeout");
  });
});

describe("container secrets", () => {
  it("become environment variables, whole or by JSON key, read as the execution role", async () => {
    const SecretString = JSON.stringify({ user: "jane", port: 5432 });
    const { ARN } = await ecs.aws.secrets.send(new CreateSecretCommand({ Name: "database", SecretString }));
    const secrets = [
      { name: "WHOLE", valueFrom: ARN },
      { name: "USER_NAME", valueFrom: `${ARN}:user::` },
    ];
    const taskArn = await ecs.run(
      await ecs.register([
        container("console.log(process.env.WHOLE); console.log(process.env.USER_NAME)", { secrets }),
      ]),
    );
    await ecs.stopped(taskArn);
    expect(await ecs.lines(taskArn)).toEqual([SecretString, "jane"]);
  });
});

describe("task metadata", () => {
  it("tells a container who it is and where its log goes", async () => {
    const script = `
      const uri = process.env.ECS_CONTAINER_METADATA_URI_V4;
      const get = async (url) => (await fetch(url)).json();
      Promise.all([get(uri), get(uri + "/task")]).then((both) => console.log(JSON.stringify(both)));`;
    const taskDefinition = await ecs.register([container(script)]);
    const taskArn = await ecs.run(taskDefinition);
    await ecs.stopped(taskArn);
    const [own, task] = JSON.parse((await ecs.lines(taskArn))[0] ?? "[]");
    const id = taskArn.split("/").at(-1);
    expect(own).toMatchObject({
      Name: "worker",
      LogDriver: "awslogs",
      LogOptions: {
        "awslogs-group": LOG_GROUP,
        "awslogs-region": "us-east-1",
        "awslogs-stream": `worker/worker/${id}`,
      },
    });
    expect(task).toMatchObject({ TaskARN: taskArn, Family: taskDefinition, Revision: "1", KnownStatus: "RUNNING" });
  });
});
