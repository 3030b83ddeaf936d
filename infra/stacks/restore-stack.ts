// The cluster and the restore task: all of the worker that a standby has, and the beginning of what an environment has.
import type * as ec2 from "aws-cdk-lib/aws-ec2";
import * as ecs from "aws-cdk-lib/aws-ecs";
import type * as kms from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";
import type { EnvironmentConfig } from "../config";
import { containerImage } from "../constructs/container-image";
import { keptLog } from "../constructs/kept-log";
import { outboundOnly } from "../constructs/outbound-ports";
import { executionRole, taskRole } from "../constructs/task-role";
import { workerTask } from "../constructs/worker-task";
import { SCRATCH_DIR } from "../names";
import { restoreStatements } from "../role-statements";
import { gitHubSettings, storageSettings } from "../settings";
import { restoreTaskEnvironment } from "../task-environment";
import { HoldfastStack } from "./holdfast-stack";
import type { SecretsStack } from "./secrets-stack";

export interface RestoreStackProps {
  vpc: ec2.IVpc;
  secrets: SecretsStack;
  key?: kms.IKey;
}

export class RestoreStack extends HoldfastStack {
  readonly cluster: ecs.ICluster;
  readonly securityGroup: ec2.SecurityGroup;
  /** What every task of the worker has in common. */
  protected readonly shared: Pick<Parameters<typeof workerTask>[2], "image" | "logGroup" | "architecture">;
  /** What a restore and a drill have in common. */
  protected readonly restoring: Pick<Parameters<typeof workerTask>[2], "role" | "executionRole" | "size">;
  protected readonly restoreSettings: Parameters<typeof restoreTaskEnvironment>[0];

  constructor(scope: Construct, config: EnvironmentConfig, { vpc, secrets, key }: RestoreStackProps) {
    super(scope, "worker", config);
    const { names } = this;
    this.cluster = this.ownOrExisting(vpc);
    this.securityGroup = outboundOnly(this, "WorkerGroup", vpc, config.github, "Holdfast worker: out only");
    this.shared = {
      image: containerImage(this, "worker", config),
      logGroup: keptLog(this, "Log", names.workerLogGroup, key),
      architecture: config.worker.architecture,
    };
    this.restoreSettings = {
      storage: storageSettings(config),
      github: gitHubSettings(config),
      appId: config.github.restoreAppId,
      keySecretArn: secrets.restoreAppKeyArn,
      scratchDir: SCRATCH_DIR,
    };
    this.restoring = {
      size: config.worker.restore,
      role: this.restoreRole(secrets.restoreAppKeyArn),
      executionRole: executionRole(this, "RestoreExecutionRole", names.restoreExecutionRole),
    };
    workerTask(this, "Restore", {
      ...this.shared,
      ...this.restoring,
      family: names.restoreFamily,
      verb: "restore",
      // A drill is nobody's wish: only restores that people start know of the rule.
      environment: restoreTaskEnvironment({ ...this.restoreSettings, twoPeople: config.twoPersonRule }),
    });
  }

  private ownOrExisting(vpc: ec2.IVpc): ecs.ICluster {
    const clusterName = this.names.cluster;
    if (this.config.existing.cluster) return ecs.Cluster.fromClusterAttributes(this, "Cluster", { clusterName, vpc });
    return new ecs.Cluster(this, "Cluster", { clusterName, vpc, containerInsightsV2: ecs.ContainerInsights.ENABLED });
  }

  private restoreRole(keySecretArn: string) {
    return taskRole(this, "RestoreRole", {
      name: this.names.restoreRole,
      description: "Holdfast restore: reads either copy, writes to GitHub as the restore App",
      statements: restoreStatements(this.roleScope, keySecretArn),
    });
  }
}
