import type { ContainerDefinition, RegisterTaskDefinitionRequest } from "@aws-sdk/client-ecs";
import { AwsError } from "../aws-error";

/** Longest time ECS on Fargate waits between SIGTERM and SIGKILL, in seconds. */
const LONGEST_STOP_TIMEOUT = 120;

/** What RegisterTaskDefinition refuses, and what the sandbox does not run. @throws AwsError ClientException */
export function checkTaskDefinition(input: RegisterTaskDefinitionRequest): void {
  if (!/^[\w-]{1,255}$/.test(input.family ?? ""))
    throw refused("Invalid family: letters, digits, hyphens and underscores only.");
  const containers = input.containerDefinitions ?? [];
  if (containers.length === 0) throw refused("Container list cannot be empty.");
  if (new Set(containers.map((each) => each.name)).size < containers.length) {
    throw refused("The container name is not unique.");
  }
  if (!containers.some((each) => each.essential !== false)) {
    throw refused("A task definition must have at least one essential container.");
  }
  const fargate = input.requiresCompatibilities?.includes("FARGATE") ?? false;
  if (fargate && input.networkMode !== "awsvpc") {
    throw refused("Fargate only supports network mode 'awsvpc'.");
  }
  if (fargate && (!input.cpu || !input.memory)) {
    throw refused("Fargate requires that 'cpu' and 'memory' be defined at the task level.");
  }
  for (const container of containers) checkContainer(container, fargate, input.executionRoleArn);
}

function checkContainer(container: ContainerDefinition, fargate: boolean, executionRoleArn: string | undefined): void {
  const { name, image, stopTimeout = 30, logConfiguration: log } = container;
  if (!name || !image) throw refused("Container.name and Container.image should not be null or empty.");
  if (stopTimeout < 0 || stopTimeout > LONGEST_STOP_TIMEOUT) {
    throw refused(`stopTimeout of container '${name}' must be between 0 and ${LONGEST_STOP_TIMEOUT} seconds.`);
  }
  if (container.environmentFiles?.length) {
    throw refused(`the sandbox reads no environmentFiles; give container '${name}' its environment directly`);
  }
  if (log && log.logDriver !== "awslogs") {
    throw refused(`the sandbox knows the log driver awslogs only, not '${log.logDriver}'`);
  }
  for (const option of ["awslogs-group", "awslogs-region", "awslogs-stream-prefix"]) {
    if (log && !log.options?.[option] && (fargate || option !== "awslogs-stream-prefix")) {
      throw refused(`Log driver awslogs requires options: ${option}`);
    }
  }
  if (fargate && log && !executionRoleArn) {
    throw refused("Fargate requires task definition to have execution role ARN to support log driver awslogs.");
  }
  if (container.secrets?.length && !executionRoleArn) {
    throw refused("When you are specifying container secrets, you must also specify a value for 'executionRoleArn'.");
  }
}

function refused(message: string): AwsError {
  return new AwsError("ClientException", message);
}
