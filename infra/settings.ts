import type { EnvironmentConfig } from "./config";
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
    replicaBucket: names.backupsReplicaBucket,
    replicaRegion: config.replica.region,
  };
}

/** Which GitHub an environment backs up. */
export const gitHubSettings = ({ github }: EnvironmentConfig): GitHubSettings => ({
  apiUrl: github.apiUrl,
  serverUrl: github.serverUrl,
});
