import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { RunTaskRequest, RunTaskResponse, Tag, TaskOverride } from "@aws-sdk/client-ecs";
import { arnOf } from "../account";
import { AwsError } from "../aws-error";
import type { Call } from "../service";
import type { EcsStore, Revision, TaskRecord } from "./ecs-state";
import { checkPassRole } from "./pass-role";
import { getRevision } from "./task-definition-operations";
import type { TaskRunner } from "./task-runner";

const MOST_TASKS = 10;

/** AWS counts the overrides as JSON: a list of repositories does not fit, an id does. */
const OVERRIDES_LENGTH = 8_192;

/** RunTask: the tasks are recorded before the answer, their processes start after it. */
export async function runTask(
  store: EcsStore,
  runner: TaskRunner,
  input: RunTaskRequest,
  call: Call,
): Promise<RunTaskResponse> {
  const cluster = store.cluster(input.cluster);
  const revision = getRevision(store, input.taskDefinition, "TaskDefinition not found.");
  checkInput(input, revision);
  const { definition } = revision;
  const overrides = input.overrides ?? {};
  checkPassRole(store.account, call, [
    overrides.taskRoleArn ?? definition.taskRoleArn,
    overrides.executionRoleArn ?? definition.executionRoleArn,
  ]);
  const requestDigest = digest(input);
  const repeated = store.tasks.filter((each) => input.clientToken && each.clientToken === input.clientToken);
  if (repeated.some((each) => each.requestDigest !== requestDigest)) {
    throw new AwsError(
      "ConflictException",
      "The RunTask request could not be processed due to conflicts. The provided clientToken is already in use with a different RunTask request.",
    );
  }
  if (repeated.length > 0) return { tasks: repeated.map((each) => each.task), failures: [] };
  const records = Array.from({ length: input.count ?? 1 }, () => ({
    ...newTask(store, cluster.clusterArn, revision, input),
    ...(input.clientToken ? { clientToken: input.clientToken, requestDigest } : {}),
  }));
  store.addTasks(records);
  await store.save();
  const tasks = structuredClone(records.map((each) => each.task));
  for (const record of records) runner.start(record, revision);
  return { tasks, failures: [] };
}

function checkInput(input: RunTaskRequest, { definition }: Revision): void {
  if (definition.status !== "ACTIVE") throw new AwsError("ClientException", "TaskDefinition is inactive");
  const { count = 1, startedBy = "", overrides = {} } = input;
  if (count < 1 || count > MOST_TASKS) throw invalid(`The number of tasks must be between 1 and ${MOST_TASKS}.`);
  if (!/^[\w/-]{0,128}$/.test(startedBy))
    throw invalid("startedBy must have at most 128 letters, digits, hyphens, underscores or slashes.");
  if (JSON.stringify(overrides).length > OVERRIDES_LENGTH) {
    throw invalid(`Container Overrides length must be at most ${OVERRIDES_LENGTH}`);
  }
  const names = new Set(definition.containerDefinitions?.map((each) => each.name));
  for (const { name, environmentFiles } of overrides.containerOverrides ?? []) {
    if (!names.has(name))
      throw invalid(`Override for container named ${name} is not a container in the TaskDefinition.`);
    if (environmentFiles?.length) throw invalid("the sandbox reads no environmentFiles; give the environment directly");
  }
  if (definition.networkMode === "awsvpc" && !input.networkConfiguration?.awsvpcConfiguration?.subnets?.length) {
    throw invalid("Network Configuration must be provided when networkMode 'awsvpc' is specified.");
  }
  const supported = definition.requiresCompatibilities ?? [];
  if (input.launchType && supported.length > 0 && !supported.includes(input.launchType)) {
    throw invalid(`Task definition does not support launch_type ${input.launchType}.`);
  }
}

function newTask(store: EcsStore, clusterArn: string, revision: Revision, input: RunTaskRequest): TaskRecord {
  const { account } = store;
  const { definition } = revision;
  const id = randomBytes(16).toString("hex");
  const clusterName = clusterArn.slice(clusterArn.lastIndexOf("/") + 1);
  const taskArn = arnOf(account, "ecs", `task/${clusterName}/${id}`);
  const containers = (definition.containerDefinitions ?? []).map((each) => ({
    containerArn: arnOf(account, "ecs", `container/${clusterName}/${id}/${randomUUID()}`),
    taskArn,
    name: each.name,
    image: each.image,
    lastStatus: "PENDING",
    networkInterfaces: [],
    healthStatus: "UNKNOWN" as const,
    cpu: String(each.cpu ?? 0),
    ...(each.memory === undefined ? {} : { memory: String(each.memory) }),
  }));
  return {
    id,
    pids: [],
    task: {
      taskArn,
      clusterArn,
      taskDefinitionArn: definition.taskDefinitionArn,
      containers,
      overrides: filledOverrides(revision, input.overrides),
      lastStatus: "PROVISIONING",
      desiredStatus: "RUNNING",
      cpu: input.overrides?.cpu ?? definition.cpu,
      memory: input.overrides?.memory ?? definition.memory,
      ephemeralStorage: input.overrides?.ephemeralStorage ?? definition.ephemeralStorage ?? { sizeInGiB: 20 },
      availabilityZone: `${account.region}a`,
      group: input.group ?? `family:${definition.family}`,
      launchType: input.launchType ?? (input.capacityProviderStrategy?.length ? undefined : "FARGATE"),
      capacityProviderName: input.capacityProviderStrategy?.[0]?.capacityProvider,
      platformFamily: "Linux",
      platformVersion: "1.4.0",
      enableExecuteCommand: input.enableExecuteCommand ?? false,
      healthStatus: "UNKNOWN",
      startedBy: input.startedBy,
      createdAt: account.now(),
      attachments: [],
      attributes: [{ name: "ecs.cpu-architecture", value: "x86_64" }],
      tags: taskTags(revision, input),
      version: 1,
    },
  };
}

/** As ECS shows them: one entry for each container, whether it was overridden or not. */
function filledOverrides({ definition }: Revision, overrides: TaskOverride | undefined): TaskOverride {
  const given = overrides?.containerOverrides ?? [];
  const containerOverrides = (definition.containerDefinitions ?? []).map(
    ({ name }) => given.find((each) => each.name === name) ?? { name },
  );
  return { ...overrides, containerOverrides, inferenceAcceleratorOverrides: [] };
}

/** The tags a started task gets: its own, and those of the definition where it is told to take them. */
export function taskTags(revision: Revision, input: RunTaskRequest): Tag[] {
  const own = input.tags ?? [];
  const inherited = input.propagateTags === "TASK_DEFINITION" ? revision.tags : [];
  return [...inherited.filter((tag) => !own.some((each) => each.key === tag.key)), ...own];
}

function digest(input: RunTaskRequest): string {
  return createHash("sha256").update(JSON.stringify(input)).digest("hex");
}

function invalid(message: string): AwsError {
  return new AwsError("InvalidParameterException", message);
}
