import { longestIntervalHours } from "@/lib/domain/schedule-interval";
import type { Targets } from "@/lib/domain/targets";
import type { EnvironmentConfig } from "./config";
import type { FargateSize } from "./fargate-size";
import { namesOf } from "./names";
import type { GitHubSettings, StorageSettings } from "./task-environment";

/** Where an environment's data lies. */
export function storageSettings(config: EnvironmentConfig): StorageSettings {
  const names = namesOf(config);
  return {
    region: config.region,
    backupsBucket: names.backupsBucket,
    recordsBucket: names.recordsBucket,
    rootPrefix: config.backups.rootPrefix,
    // A standby reads the replica as if it were the primary.
    ...(!config.standby && { replicaBucket: names.backupsReplicaBucket, replicaRegion: config.replica.region }),
    fullIntervalDays: config.backups.fullIntervalDays,
  };
}

/** Which GitHub an environment backs up. */
export const gitHubSettings = ({ github }: EnvironmentConfig): GitHubSettings => ({
  apiUrl: github.apiUrl,
  serverUrl: github.serverUrl,
});

/** What an environment promises: its alarms, and what worker and console measure by. */
export const targetsOf = ({ backups, verification, replica }: EnvironmentConfig): Targets => ({
  // Where a cron expression does not tell (the last Friday of a month), the target is the best guess there is.
  backupIntervalHours: longestIntervalHours(backups.schedule) ?? backups.freshnessTargetHours,
  freshnessTargetHours: backups.freshnessTargetHours,
  proofIntervalDays: verification.proofIntervalDays,
  drillIntervalDays: verification.drill?.intervalDays,
  replicaTargetMinutes: replica.targetMinutes,
});

/** Fargate counts the image's layers, unpacked, as the task's storage too. */
const IMAGE_GIB = 4;

/** Scratch disk that proofs may take together. */
export const scratchBudgetMib = ({ ephemeralStorageGiB }: FargateSize): number =>
  (ephemeralStorageGiB - IMAGE_GIB) * 1024;
