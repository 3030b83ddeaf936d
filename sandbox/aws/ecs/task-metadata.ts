import type { ContainerDefinition } from "@aws-sdk/client-ecs";
import { lastSegment } from "../account";
import { logOptions } from "./container-log";
import type { EcsStore, Revision, TaskRecord } from "./ecs-state";

/**
 * The task metadata endpoint, version 4: what a container can learn about itself without credentials.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4-fargate.html
 */
export function taskMetadata(store: EcsStore, pathname: string): object | undefined {
  const [, id, name, wantsTask] = /^\/v4\/([0-9a-f]{32})(?:-([\w-]+))?(\/task)?$/.exec(pathname) ?? [];
  const record = store.tasks.find((each) => each.id === id);
  const revision = record && store.findRevision(record.task.taskDefinitionArn ?? "");
  if (!record || !revision) return undefined;
  if (wantsTask) return describeTask(record, revision);
  const containers = revision.definition.containerDefinitions ?? [];
  const container = name === undefined ? containers[0] : containers.find((each) => each.name === name);
  return container && describeContainer(record, revision, container);
}

/** ECS_CONTAINER_METADATA_URI_V4 of a container: `/v4/<task id>`, with its name for all but the first. */
export function metadataUri(serverUrl: string, record: TaskRecord, container: ContainerDefinition): string {
  const first = record.task.containers?.[0]?.name === container.name;
  return `${serverUrl}/v4/${record.id}${first ? "" : `-${container.name}`}`;
}

function describeTask(record: TaskRecord, revision: Revision): object {
  const { task } = record;
  return {
    Cluster: task.clusterArn,
    TaskARN: task.taskArn,
    Family: revision.definition.family,
    Revision: String(revision.definition.revision),
    DesiredStatus: task.desiredStatus,
    KnownStatus: task.lastStatus,
    Limits: limits(task.cpu === undefined ? undefined : Number(task.cpu) / 1024, task.memory),
    PullStartedAt: task.pullStartedAt,
    PullStoppedAt: task.pullStoppedAt,
    AvailabilityZone: task.availabilityZone,
    LaunchType: task.launchType,
    Containers: (revision.definition.containerDefinitions ?? []).map((each) =>
      describeContainer(record, revision, each),
    ),
  };
}

function describeContainer(record: TaskRecord, revision: Revision, container: ContainerDefinition): object {
  const { task } = record;
  const live = task.containers?.find((each) => each.name === container.name);
  const log = logOptions(container, record.id);
  return {
    DockerId: live?.runtimeId ?? record.id,
    Name: container.name,
    DockerName: container.name,
    Image: container.image,
    Labels: {
      "com.amazonaws.ecs.cluster": task.clusterArn,
      "com.amazonaws.ecs.container-name": container.name,
      "com.amazonaws.ecs.task-arn": task.taskArn,
      "com.amazonaws.ecs.task-definition-family": revision.definition.family,
      "com.amazonaws.ecs.task-definition-version": String(revision.definition.revision),
    },
    DesiredStatus: task.desiredStatus,
    KnownStatus: live?.lastStatus,
    ...(live?.exitCode === undefined ? {} : { ExitCode: live.exitCode }),
    Limits: limits(container.cpu, container.memory),
    CreatedAt: task.createdAt,
    StartedAt: task.startedAt,
    Type: "NORMAL",
    ...(log ? { LogDriver: "awslogs", LogOptions: log } : {}),
    ContainerARN: live?.containerArn,
    TaskARN: task.taskArn,
    Cluster: lastSegment(task.clusterArn),
  };
}

function limits(cpu: number | undefined, memory: number | string | undefined): object {
  return { ...(cpu === undefined ? {} : { CPU: cpu }), ...(memory === undefined ? {} : { Memory: Number(memory) }) };
}
