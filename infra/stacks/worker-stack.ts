// The cluster, the worker's task definitions, and their schedules. They share an image and nothing else: backup and restore each have a
// role that can read one App's key, verify has one that can read none, so a mistake in one cannot do what the other may.
import type * as ec2 from "aws-cdk-lib/aws-ec2";
import * as ecs from "aws-cdk-lib/aws-ecs";
import type * as kms from "aws-cdk-lib/aws-kms";
import type * as sqs from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { EnvironmentConfig } from "../config";
import { containerImage } from "../constructs/container-image";
import { keptLog } from "../constructs/kept-log";
import { missedStartsQueue } from "../constructs/missed-starts";
import { outboundOnly } from "../constructs/outbound-ports";
import { executionRole, taskRole } from "../constructs/task-role";
import { taskSchedule } from "../constructs/task-schedule";
import { workerTask } from "../constructs/worker-task";
import { SCRATCH_DIR } from "../names";
import { backupStatements, restoreStatements, verifyStatements } from "../role-statements";
import { gitHubSettings, scratchBudgetMib, storageSettings, targetsOf } from "../settings";
import {
  backupTaskEnvironment,
  drillTaskEnvironment,
  restoreTaskEnvironment,
  verifyTaskEnvironment,
} from "../task-environment";
import { HoldfastStack } from "./holdfast-stack";
import type { SecretsStack } from "./secrets-stack";

/** The periods of the alarms over ages are as long. */
const WATCH_EVERY = { expression: "rate(1 hour)", timezone: "UTC" };

export interface WorkerStackProps {
  vpc: ec2.IVpc;
  secrets: SecretsStack;
  key?: kms.IKey;
}

export class WorkerStack extends HoldfastStack {
  readonly cluster: ecs.Cluster;
  readonly backup: ecs.FargateTaskDefinition;
  readonly restore: ecs.FargateTaskDefinition;
  readonly verify: ecs.FargateTaskDefinition;
  readonly securityGroup: ec2.SecurityGroup;
  readonly missedStarts: sqs.Queue;

  constructor(scope: Construct, config: EnvironmentConfig, { vpc, secrets, key }: WorkerStackProps) {
    super(scope, "worker", config);
    const { names } = this;
    this.cluster = new ecs.Cluster(this, "Cluster", {
      clusterName: names.cluster,
      vpc,
      containerInsightsV2: ecs.ContainerInsights.ENABLED,
    });
    this.securityGroup = outboundOnly(this, "WorkerGroup", vpc, config.github, "Holdfast worker: out only");
    const shared = {
      image: containerImage(this, "worker", config),
      logGroup: keptLog(this, "Log", names.workerLogGroup, key),
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
        anomalies: config.backups.anomalies,
      }),
    });
    const restoreSettings = {
      storage: storageSettings(config),
      github: gitHubSettings(config),
      appId: config.github.restoreAppId,
      keySecretArn: secrets.restoreAppKey.secretArn,
      scratchDir: SCRATCH_DIR,
    };
    const restoring = {
      ...shared,
      role: this.restoreRole(secrets.restoreAppKey.secretArn),
      executionRole: executionRole(this, "RestoreExecutionRole", names.restoreExecutionRole),
    };
    this.restore = workerTask(this, "Restore", {
      family: names.restoreFamily,
      verb: "restore",
      size: config.worker.restore,
      ...restoring,
      environment: restoreTaskEnvironment(restoreSettings),
    });
    this.verify = workerTask(this, "Verify", {
      ...shared,
      family: names.verifyFamily,
      verb: "verify",
      size: config.worker.verify,
      role: this.verifyRole(),
      executionRole: executionRole(this, "VerifyExecutionRole", names.verifyExecutionRole),
      environment: verifyTaskEnvironment({
        storage: storageSettings(config),
        targets: targetsOf(config),
        scratchDir: SCRATCH_DIR,
        scratchBudgetMib: scratchBudgetMib(config.worker.verify),
      }),
    });
    this.missedStarts = missedStartsQueue(this, names);
    const { cluster, securityGroup, missedStarts } = this;
    const startedBy = { cluster, securityGroup, missedStarts };
    taskSchedule(this, "Schedule", {
      ...startedBy,
      name: names.schedule,
      description: "Starts the backup of every repository",
      when: config.backups.schedule,
      task: this.backup,
    });
    taskSchedule(this, "VerifySchedule", {
      ...startedBy,
      name: names.verifySchedule,
      description: "Starts the day's proofs that backups restore",
      when: config.verification.schedule,
      task: this.verify,
    });
    taskSchedule(this, "WatchSchedule", {
      ...startedBy,
      name: names.watchSchedule,
      description: "Looks every hour whether everything is protected and replicated",
      when: WATCH_EVERY,
      task: this.verify,
      verb: "watch",
    });
    const { drill } = config.verification;
    if (drill) {
      taskSchedule(this, "DrillSchedule", {
        ...startedBy,
        name: names.drillSchedule,
        description: "Starts a restore drill",
        when: drill.schedule,
        task: workerTask(this, "Drill", {
          ...restoring,
          family: names.drillFamily,
          verb: "drill",
          size: config.worker.restore,
          environment: drillTaskEnvironment({ ...restoreSettings, ...drill }),
        }),
      });
    }
  }

  private backupRole(keySecretArn: string) {
    return taskRole(this, "BackupRole", {
      name: this.names.backupRole,
      description: "Holdfast backup: reads and adds, deletes nothing",
      statements: backupStatements(this.roleScope, keySecretArn),
    });
  }

  private verifyRole() {
    return taskRole(this, "VerifyRole", {
      name: this.names.verifyRole,
      description: "Holdfast verify: reads either copy, keeps proofs, holds no App key",
      statements: verifyStatements(this.roleScope),
    });
  }

  private restoreRole(keySecretArn: string) {
    return taskRole(this, "RestoreRole", {
      name: this.names.restoreRole,
      description: "Holdfast restore: reads either copy, writes to GitHub as the restore App",
      statements: restoreStatements(this.roleScope, keySecretArn),
    });
  }
}
