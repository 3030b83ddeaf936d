import { CreateLogGroupCommand, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  type ContainerDefinition,
  CreateClusterCommand,
  DescribeTasksCommand,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionCommandInput,
  RunTaskCommand,
  type RunTaskCommandInput,
  type Task,
  waitUntilTasksRunning,
  waitUntilTasksStopped,
} from "@aws-sdk/client-ecs";
import { type AwsClients, type AwsFixture, principal, startFixture } from "./aws-fixture";

export const TASK_ROLE = "arn:aws:iam::123456789012:role/worker-role";
export const EXECUTION_ROLE = "arn:aws:iam::123456789012:role/execution-role";
export const LOG_GROUP = "/ecs/worker";

/** A server with a cluster `main`, a log group and roles, and the steps that tests of tasks repeat. */
export interface EcsFixture extends AwsFixture {
  aws: AwsClients;
  /** Registers a task definition of a new family and answers the family. */
  register(containers: ContainerDefinition[], more?: Partial<RegisterTaskDefinitionCommandInput>): Promise<string>;
  /** Starts a task and answers its ARN. */
  run(taskDefinition: string, more?: Partial<RunTaskCommandInput>): Promise<string>;
  describe(taskArn: string): Promise<Task>;
  running(taskArn: string): Promise<void>;
  stopped(taskArn: string): Promise<Task>;
  /** What the container `worker` has written. */
  lines(taskArn: string): Promise<string[]>;
  delays(change: { provisioningMs?: number; pendingMs?: number }): Promise<unknown>;
}

export async function startEcsFixture(): Promise<EcsFixture> {
  const fixture = await startFixture();
  await fixture.principals.put(principal("worker-role", ["sts:*"]));
  await fixture.principals.put(principal("execution-role", ["secretsmanager:GetSecretValue"]));
  const aws = fixture.clients();
  await aws.ecs.send(new CreateClusterCommand({ clusterName: "main" }));
  await aws.logs.send(new CreateLogGroupCommand({ logGroupName: LOG_GROUP }));
  const waiter = { client: aws.ecs, maxWaitTime: 60, minDelay: 0.1, maxDelay: 0.2 };
  let families = 0;

  async function describe(taskArn: string): Promise<Task> {
    const { tasks } = await aws.ecs.send(new DescribeTasksCommand({ cluster: "main", tasks: [taskArn] }));
    const [task] = tasks ?? [];
    if (!task) throw new Error(`there is no task ${taskArn}`);
    return task;
  }

  return Object.assign(fixture, {
    aws,
    describe,
    async register(containers: ContainerDefinition[], more: Partial<RegisterTaskDefinitionCommandInput> = {}) {
      families += 1;
      const family = `family-${families}`;
      const input = { family, containerDefinitions: containers, executionRoleArn: EXECUTION_ROLE, ...more };
      await aws.ecs.send(new RegisterTaskDefinitionCommand(input));
      return family;
    },
    async run(taskDefinition: string, more: Partial<RunTaskCommandInput> = {}) {
      const { tasks } = await aws.ecs.send(new RunTaskCommand({ cluster: "main", taskDefinition, ...more }));
      return tasks?.[0]?.taskArn ?? "";
    },
    async running(taskArn: string) {
      await waitUntilTasksRunning(waiter, { cluster: "main", tasks: [taskArn] });
    },
    async stopped(taskArn: string) {
      await waitUntilTasksStopped(waiter, { cluster: "main", tasks: [taskArn] });
      return describe(taskArn);
    },
    async lines(taskArn: string) {
      const logStreamNames = [`worker/worker/${taskArn.split("/").at(-1)}`];
      const { events } = await aws.logs.send(new FilterLogEventsCommand({ logGroupName: LOG_GROUP, logStreamNames }));
      return (events ?? []).map((each) => each.message ?? "");
    },
    async delays(change: { provisioningMs?: number; pendingMs?: number }) {
      const body = JSON.stringify(change);
      return (await fetch(`${fixture.url}/_sandbox/tasks/delays`, { method: "POST", body })).json();
    },
  });
}

/** A container `worker` that runs `script` with Node and logs to CloudWatch. */
export function container(script: string, more: Partial<ContainerDefinition> = {}): ContainerDefinition {
  const options = { "awslogs-group": LOG_GROUP, "awslogs-region": "us-east-1", "awslogs-stream-prefix": "worker" };
  return {
    name: "worker",
    image: "node",
    command: [script],
    logConfiguration: { logDriver: "awslogs", options },
    ...more,
  };
}
