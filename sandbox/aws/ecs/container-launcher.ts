import type { ContainerDefinition } from "@aws-sdk/client-ecs";
import type { Principal, Principals } from "../../shared/principals";
import { lastSegment } from "../account";
import type { LogStore } from "../logs/log-store";
import type { SecretStore } from "../secrets/secret-store";
import { containerEnvironment } from "./container-environment";
import { ContainerLog } from "./container-log";
import { type ContainerCommand, ContainerProcess } from "./container-process";
import { resolveSecrets } from "./container-secrets";
import type { Revision, TaskRecord } from "./ecs-state";
import { StartFailure } from "./start-failure";
import { metadataUri } from "./task-metadata";

/** How an image is run on this machine: the argv prefix the container's command is appended to. */
export interface Image {
  argv: string[];
  cwd: string;
  env?: Record<string, string>;
}

export interface PreparedContainer {
  definition: ContainerDefinition;
  command: ContainerCommand;
  log: ContainerLog;
}

export interface LauncherOptions {
  images: Record<string, Image>;
  taskEnvironment: () => Record<string, string>;
  principals: Principals;
  secrets: SecretStore;
  logs: LogStore;
  /** Where this server is reached; known once it listens. */
  serverUrl: () => string;
}

/** Turns container definitions into processes: image, roles, secrets, log stream, environment. */
export class ContainerLauncher {
  private readonly options: LauncherOptions;

  constructor(options: LauncherOptions) {
    this.options = options;
  }

  /** Everything ECS does before the first process starts. @throws StartFailure with ECS's words */
  async prepare(record: TaskRecord, revision: Revision): Promise<PreparedContainer[]> {
    const { definition } = revision;
    const overrides = record.task.overrides;
    const taskRole = this.taskRole(overrides?.taskRoleArn ?? definition.taskRoleArn);
    const executionRoleArn = overrides?.executionRoleArn ?? definition.executionRoleArn;
    const executionRole = this.options.principals.findByName(lastSegment(executionRoleArn ?? ""));
    const prepared: PreparedContainer[] = [];
    for (const container of definition.containerDefinitions ?? []) {
      const image = this.image(container);
      const secrets = resolveSecrets(this.options.secrets, container, executionRole);
      const log = await ContainerLog.open(this.options.logs, container, record.id);
      const override = overrides?.containerOverrides?.find((each) => each.name === container.name);
      const env = containerEnvironment({
        machine: process.env,
        image: image.env ?? {},
        sandbox: this.options.taskEnvironment(),
        region: this.options.logs.account.region,
        role: taskRole,
        definition: container,
        override,
        secrets,
        metadataUri: metadataUri(this.options.serverUrl(), record, container),
      });
      const argv = [...image.argv, ...(container.entryPoint ?? []), ...(override?.command ?? container.command ?? [])];
      prepared.push({ definition: container, command: { argv, cwd: image.cwd, env }, log });
    }
    return prepared;
  }

  async start(command: ContainerCommand, log: ContainerLog): Promise<ContainerProcess> {
    return ContainerProcess.start(command, (line) => log.write(line));
  }

  private image(container: ContainerDefinition): Image {
    const image = this.options.images[container.image ?? ""];
    if (image) return image;
    const known = Object.keys(this.options.images).join(", ") || "none";
    throw new StartFailure(
      `CannotPullContainerError: image ${container.image} is not known to the sandbox (known: ${known})`,
    );
  }

  private taskRole(arn: string | undefined): Principal | undefined {
    if (arn === undefined) return undefined;
    const role = this.options.principals.findByName(lastSegment(arn));
    if (role) return role;
    throw new StartFailure(
      `ResourceInitializationError: failed to fetch credentials of task role ${arn}: ECS was unable to assume the role; the sandbox has no principal '${lastSegment(arn)}'`,
    );
  }
}
