// The cluster, the worker's two task definitions, and the schedule. Backup and restore share an image and nothing else: each has a role
// that can read one App's key, so a mistake in one cannot do what the other may.
import type * as ec2 from "aws-cdk-lib/aws-ec2";
import * as ecs from "aws-cdk-lib/aws-ecs";
import * as logs from "aws-cdk-lib/aws-logs";
import type * as sqs from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { EnvironmentConfig } from "../config";
import { backupSchedule } from "../constructs/backup-schedule";
import { containerImage } from "../constructs/container-image";
import { outboundOnly } from "../constructs/outbound-ports";
import { executionRole, taskRole } from "../constructs/task-role";
import { workerTask } from "../constructs/worker-task";
import { SCRATCH_DIR } from "../names";
import { bucketArn } from "../policies/arns";
import { backupPolicy } from "../policies/backup-policy";
import { restorePolicy } from "../policies/restore-policy";
import { gitHubSettings, storageSettings } from "../settings";
import { backupTaskEnvironment, restoreTaskEnvironment } from "../task-environment";
import { HoldfastStack } from "./holdfast-stack";
import type { SecretsStack } from "./secrets-stack";

export class WorkerStack extends HoldfastStack {
  readonly cluster: ecs.Cluster;
  readonly backup: ecs.FargateTaskDefinition;
  readonly restore: ecs.FargateTaskDefinition;
  readonly securityGroup: ec2.SecurityGroup;
  readonly missedStarts: sqs.Queue;

  constructor(scope: Construct, config: EnvironmentConfig, vpc: ec2.IVpc, secrets: SecretsStack) {
    super(scope, "worker", config);
    const { names } = this;
    this.cluster = new ecs.Cluster(this, "Cluster", {
      clusterName: names.cluster,
      vpc,
      containerInsightsV2: ecs.ContainerInsights.ENABLED,
    });
    this.securityGroup = outboundOnly(this, "WorkerGroup", vpc, config.github, "Holdfast worker: out only");
    const shared = {
      image: containerImage("worker", config),
      logGroup: new logs.LogGroup(this, "Log", {
        logGroupName: names.workerLogGroup,
        retention: config.worker.logRetentionDays,
        removalPolicy: this.keep,
      }),
    };
    this.backup = workerTask(this, "Backup", {
      ...shared,
      family: names.backupFamily,
      verb: "backup",
      size: config.worker.backup,
      role: this.backupRole(secrets.backupAppKey.secretArn),
      executionRole: executionRole(this, "BackupExecutionRole", names.backupExecutionRole),
      environment: backupTaskEnvironment({
        storage: storageSettings(config),
        github: gitHubSettings(config),
        appId: config.github.backupAppId,
        keySecretArn: secrets.backupAppKey.secretArn,
        concurrency: config.backups.concurrency,
        excludeRefs: config.backups.excludeRefs,
        onActiveRun: config.backups.onActiveRun,
      }),
    });
    this.restore = workerTask(this, "Restore", {
      ...shared,
      family: names.restoreFamily,
      verb: "restore",
      size: config.worker.restore,
      role: this.restoreRole(secrets.restoreAppKey.secretArn),
      executionRole: executionRole(this, "RestoreExecutionRole", names.restoreExecutionRole),
      environment: restoreTaskEnvironment({
        storage: storageSettings(config),
        github: gitHubSettings(config),
        appId: config.github.restoreAppId,
        keySecretArn: secrets.restoreAppKey.secretArn,
        scratchDir: SCRATCH_DIR,
      }),
    });
    const { cluster, securityGroup } = this;
    this.missedStarts = backupSchedule(this, { config, names, cluster, task: this.backup, securityGroup });
  }

  private backupRole(keySecretArn: string) {
    const { config, names } = this;
    return taskRole(this, "BackupRole", {
      name: names.backupRole,
      description: "Holdfast backup: reads and adds, deletes nothing",
      statements: backupPolicy({
        backupsBucketArn: bucketArn(config.region, names.backupsBucket),
        recordsBucketArn: bucketArn(config.region, names.recordsBucket),
        rootPrefix: config.backups.rootPrefix,
        keySecretArn,
      }),
    });
  }

  private restoreRole(keySecretArn: string) {
    const { config, names } = this;
    return taskRole(this, "RestoreRole", {
      name: names.restoreRole,
      description: "Holdfast restore: reads either copy, writes to GitHub as the restore App",
      statements: restorePolicy({
        backupsBucketArn: bucketArn(config.region, names.backupsBucket),
        replicaBucketArn: bucketArn(config.region, names.backupsReplicaBucket),
        recordsBucketArn: bucketArn(config.region, names.recordsBucket),
        rootPrefix: config.backups.rootPrefix,
        keySecretArn,
      }),
    });
  }
}
