import type { ContainerDefinition, ContainerOverride, KeyValuePair } from "@aws-sdk/client-ecs";
import type { Principal } from "../../shared/principals";

/** What a process needs of this machine to start at all. Nothing else of the sandbox's environment reaches a task. */
const FROM_THE_MACHINE = ["PATH", "HOME", "TMPDIR", "LANG"];

export interface EnvironmentSources {
  machine: NodeJS.ProcessEnv;
  /** Of the image, of the sandbox: weaker than what the task definition says. */
  image: Record<string, string>;
  sandbox: Record<string, string>;
  region: string;
  /** The task role; a task without one has no credentials. */
  role: Principal | undefined;
  definition: ContainerDefinition;
  override: ContainerOverride | undefined;
  secrets: Record<string, string>;
  metadataUri: string;
}

/** The environment of a container's process, in ECS's order of precedence. */
export function containerEnvironment(sources: EnvironmentSources): Record<string, string> {
  return {
    ...fromTheMachine(sources.machine),
    ...sources.image,
    ...sources.sandbox,
    AWS_REGION: sources.region,
    AWS_DEFAULT_REGION: sources.region,
    AWS_EXECUTION_ENV: "AWS_ECS_FARGATE",
    ...(sources.role ? credentials(sources.role) : {}),
    ...pairs(sources.definition.environment),
    ...pairs(sources.override?.environment),
    ...sources.secrets,
    ECS_CONTAINER_METADATA_URI_V4: sources.metadataUri,
  };
}

function fromTheMachine(machine: NodeJS.ProcessEnv): Record<string, string> {
  const found = FROM_THE_MACHINE.map((name) => [name, machine[name]] as const);
  return Object.fromEntries(found.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));
}

function credentials(role: Principal): Record<string, string> {
  return { AWS_ACCESS_KEY_ID: role.accessKeyId, AWS_SECRET_ACCESS_KEY: role.secretAccessKey };
}

function pairs(list: KeyValuePair[] | undefined): Record<string, string> {
  return Object.fromEntries((list ?? []).map(({ name = "", value = "" }) => [name, value]));
}
