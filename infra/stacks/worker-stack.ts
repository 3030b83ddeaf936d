// The worker's task definitions and their schedules. They share an image and nothing else: backup and restore each have a
// role that can read one App's key, verify and hold have ones that can read none, so a mistake in one cannot do what the other may.
import type * as sqs from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { EnvironmentConfig } from "../config";
import { missedStartsQueue } from "../constructs/missed-starts";
import { executionRole, taskRole } from "../constructs/task-role";
import { taskSchedule } from "../constructs/task-schedule";
import { workerTask } from "../constructs/worker-task";
import type { FargateSize } from "../fargate-size";
import { SCRATCH_DIR } from "../names";
import { backupStatements, holdStatements, verifyStatements } from "../role-statements";
import { gitHubSettings, scratchBudgetMib, storageSettings, targetsOf } from "../settings";
import {
  backupTaskEnvironment,
  drillTaskEnvironment,
  holdTaskEnvironment,
  verifyTaskEnvironment,
} from "../task-environment";
import { RestoreStack, type RestoreStackProps } from "./restore-stack";

/** The periods of the alarms over ages are as long. */
const WATCH_EVERY = { expression: "rate(1 hour)", timezone: "UTC" };

/** S3 does the copying. */
const HOLD_SIZE: FargateSize = { cpu: 256, memoryMiB: 1024, ephemeralStorageGiB: 20 };

export class WorkerStack extends RestoreStack {
  readonly missedStarts: sqs.Queue;

  constructor(scope: Construct, config: EnvironmentConfig, props: RestoreStackProps) {
    super(scope, config, props);
    const { names } = this;
    const { secrets } = props;
    const backup = workerTask(this, "Backup", {
      ...this.shared,
      family: names.backupFamily,
      verb: "backup",
      size: config.worker.backup,
      role: this.backupRole(secrets.backupAppKeyArn),
      executionRole: executionRole(this, "BackupExecutionRole", names.backupExecutionRole),
      environment: backupTaskEnvironment({
        storage: storageSettings(config),
        github: gitHubSettings(config),
        appId: config.github.backupAppId,
        keySecretArn: secrets.backupAppKeyArn,
        concurrency: config.backups.concurrency,
        excludeRefs: config.backups.excludeRefs,
        onActiveRun: config.backups.onActiveRun,
        anomalies: config.backups.anomalies,
      }),
    });
    const verify = workerTask(this, "Verify", {
      ...this.shared,
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
    // Nothing schedules it: people start it.
    workerTask(this, "Hold", {
      ...this.shared,
      family: names.holdFamily,
      verb: "hold",
      size: HOLD_SIZE,
      role: this.holdRole(),
      executionRole: executionRole(this, "HoldExecutionRole", names.holdExecutionRole),
      environment: holdTaskEnvironment({ storage: storageSettings(config) }),
    });
    this.missedStarts = missedStartsQueue(this, names);
    const { cluster, securityGroup, missedStarts } = this;
    const startedBy = { cluster, securityGroup, missedStarts };
    taskSchedule(this, "Schedule", {
      ...startedBy,
      name: names.schedule,
      description: "Starts the backup of every repository",
      when: config.backups.schedule,
      task: backup,
    });
    taskSchedule(this, "VerifySchedule", {
      ...startedBy,
      name: names.verifySchedule,
      description: "Starts the day's proofs that backups restore",
      when: config.verification.schedule,
      task: verify,
    });
    taskSchedule(this, "WatchSchedule", {
      ...startedBy,
      name: names.watchSchedule,
      description: "Looks every hour whether everything is protected and replicated",
      when: WATCH_EVERY,
      task: verify,
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
          ...this.shared,
          ...this.restoring,
          family: names.drillFamily,
          verb: "drill",
          environment: drillTaskEnvironment({ ...this.restoreSettings, ...drill }),
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

  private holdRole() {
    return taskRole(this, "HoldRole", {
      name: this.names.holdRole,
      description: "Holdfast hold: reads the primary, adds to what is held there, holds no App key",
      statements: holdStatements(this.roleScope),
    });
  }
}
