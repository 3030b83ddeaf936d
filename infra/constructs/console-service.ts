// The console as an ECS service behind the load balancer. A deployment that does not become healthy is rolled back, and
// what is being answered is drained before a task goes.
import { Duration } from "aws-cdk-lib";
import type * as ec2 from "aws-cdk-lib/aws-ec2";
import * as ecs from "aws-cdk-lib/aws-ecs";
import * as elb from "aws-cdk-lib/aws-elasticloadbalancingv2";
import type * as iam from "aws-cdk-lib/aws-iam";
import type * as logs from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import type { EnvironmentConfig } from "../config";
import { scratchDisk } from "../fargate-size";
import { CONSOLE_CONTAINER, CONSOLE_PORT, HEALTH_PATH, type Names, SCRATCH_DIR } from "../names";
import type { FrontDoor } from "./console-load-balancer";
import { containerImage } from "./container-image";
import { plainVariables } from "./plain-variables";

export interface ConsoleServiceProps {
  config: EnvironmentConfig;
  names: Names;
  cluster: ecs.ICluster;
  securityGroup: ec2.SecurityGroup;
  role: iam.Role;
  executionRole: iam.Role;
  logGroup: logs.ILogGroup;
  environment: Record<string, string>;
  secrets: Record<string, ecs.Secret>;
  door: FrontDoor;
}

const DRAIN = Duration.seconds(30);
const HEALTH_INTERVAL = Duration.seconds(15);
/** A cold start of Next.js takes a few seconds; a failing check before that would kill a task that is merely young. */
const START_GRACE = Duration.seconds(60);
/** A repository that somebody looks into lies on the disk of one task; any other would have to rebuild it first. */
const STICKINESS = Duration.hours(1);
const SCRATCH_VOLUME = "scratch";

export function consoleService(scope: Construct, props: ConsoleServiceProps): ecs.FargateService {
  const { tasks } = props.config.console;
  const service = new ecs.FargateService(scope, "Service", {
    serviceName: `${props.names.prefix}-console`,
    cluster: props.cluster,
    taskDefinition: definition(scope, props),
    desiredCount: tasks.min,
    minHealthyPercent: 100,
    maxHealthyPercent: 200,
    circuitBreaker: { enable: true, rollback: true },
    healthCheckGracePeriod: START_GRACE,
    securityGroups: [props.securityGroup],
    assignPublicIp: false,
    enableECSManagedTags: true,
    propagateTags: ecs.PropagatedTagSource.SERVICE,
  });
  service
    .autoScaleTaskCount({ minCapacity: tasks.min, maxCapacity: tasks.max })
    .scaleOnCpuUtilization("Cpu", { targetUtilizationPercent: tasks.cpuTargetPercent });
  props.door.listener.addTargets("Console", {
    port: CONSOLE_PORT,
    protocol: elb.ApplicationProtocol.HTTP,
    targets: [service.loadBalancerTarget({ containerName: CONSOLE_CONTAINER, containerPort: CONSOLE_PORT })],
    deregistrationDelay: DRAIN,
    stickinessCookieDuration: STICKINESS,
    healthCheck: {
      path: HEALTH_PATH,
      interval: HEALTH_INTERVAL,
      timeout: Duration.seconds(5),
      healthyThresholdCount: 2,
      unhealthyThresholdCount: 3,
      healthyHttpCodes: "200",
    },
  });
  return service;
}

function definition(scope: Construct, props: ConsoleServiceProps): ecs.FargateTaskDefinition {
  const { size } = props.config.console;
  const task = new ecs.FargateTaskDefinition(scope, "Task", {
    family: `${props.names.prefix}-console`,
    cpu: size.cpu,
    memoryLimitMiB: size.memoryMiB,
    ...scratchDisk(size),
    taskRole: props.role,
    executionRole: props.executionRole,
    runtimePlatform: {
      cpuArchitecture: ecs.CpuArchitecture.X86_64,
      operatingSystemFamily: ecs.OperatingSystemFamily.LINUX,
    },
    volumes: [{ name: SCRATCH_VOLUME }],
  });
  plainVariables(task);
  const linuxParameters = new ecs.LinuxParameters(scope, "Linux", { initProcessEnabled: true });
  linuxParameters.dropCapabilities(ecs.Capability.ALL);
  const container = task.addContainer(CONSOLE_CONTAINER, {
    containerName: CONSOLE_CONTAINER,
    image: containerImage(scope, "console", props.config),
    portMappings: [{ containerPort: CONSOLE_PORT }],
    environment: props.environment,
    secrets: props.secrets,
    stopTimeout: DRAIN,
    readonlyRootFilesystem: true,
    linuxParameters,
    logging: ecs.LogDrivers.awsLogs({
      logGroup: props.logGroup,
      streamPrefix: CONSOLE_CONTAINER,
      mode: ecs.AwsLogDriverMode.NON_BLOCKING,
    }),
  });
  container.addMountPoints({ sourceVolume: SCRATCH_VOLUME, containerPath: SCRATCH_DIR, readOnly: false });
  return task;
}
