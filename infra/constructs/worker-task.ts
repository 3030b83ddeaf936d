// One verb of the worker as a task definition: same image, own role, own environment.
import { Duration } from "aws-cdk-lib";
import * as ecs from "aws-cdk-lib/aws-ecs";
import type * as iam from "aws-cdk-lib/aws-iam";
import type * as logs from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import type { RunKind } from "@/lib/domain/run";
import type { EnvironmentConfig } from "../config";
import { type FargateSize, scratchDisk } from "../fargate-size";
import { SCRATCH_DIR, WORKER_CONTAINER, WORKER_STOP_SECONDS } from "../names";
import { plainVariables } from "./plain-variables";

export interface WorkerTaskProps {
  family: string;
  /** What the image's entry point is given, and the prefix of its log streams. */
  verb: RunKind;
  size: FargateSize;
  role: iam.Role;
  executionRole: iam.Role;
  image: ecs.ContainerImage;
  architecture: EnvironmentConfig["worker"]["architecture"];
  logGroup: logs.ILogGroup;
  environment: Record<string, string>;
}

const CPU = { x86: ecs.CpuArchitecture.X86_64, arm64: ecs.CpuArchitecture.ARM64 };
const SCRATCH_VOLUME = "scratch";

export function workerTask(scope: Construct, id: string, props: WorkerTaskProps): ecs.FargateTaskDefinition {
  const { size } = props;
  const definition = new ecs.FargateTaskDefinition(scope, id, {
    family: props.family,
    cpu: size.cpu,
    memoryLimitMiB: size.memoryMiB,
    ...scratchDisk(size),
    taskRole: props.role,
    executionRole: props.executionRole,
    runtimePlatform: {
      cpuArchitecture: CPU[props.architecture],
      operatingSystemFamily: ecs.OperatingSystemFamily.LINUX,
    },
    volumes: [{ name: SCRATCH_VOLUME }],
  });
  plainVariables(definition);
  const container = definition.addContainer(WORKER_CONTAINER, {
    containerName: WORKER_CONTAINER,
    image: props.image,
    command: [props.verb],
    environment: props.environment,
    stopTimeout: Duration.seconds(WORKER_STOP_SECONDS),
    readonlyRootFilesystem: true,
    linuxParameters: linuxParameters(scope, `${id}Linux`),
    logging: ecs.LogDrivers.awsLogs({
      logGroup: props.logGroup,
      streamPrefix: props.verb,
      // A slow log must not hold up a backup; what does not fit the buffer is dropped.
      mode: ecs.AwsLogDriverMode.NON_BLOCKING,
    }),
  });
  container.addMountPoints({ sourceVolume: SCRATCH_VOLUME, containerPath: SCRATCH_DIR, readOnly: false });
  return definition;
}

/** An init process reaps what git leaves behind; no capability is needed to fetch and to push. */
function linuxParameters(scope: Construct, id: string): ecs.LinuxParameters {
  const parameters = new ecs.LinuxParameters(scope, id, { initProcessEnabled: true });
  parameters.dropCapabilities(ecs.Capability.ALL);
  return parameters;
}
