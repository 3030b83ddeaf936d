// Names of what the worker publishes to CloudWatch. Namespace and the first two are the InfraHouse ones: its alarms keep working.
export const METRIC_NAMESPACE = "GitHubBackup";

export const METRICS = {
  /** Repositories safely in the snapshot. Published once per finished backup run. */
  backupSuccess: "BackupSuccess",
  /** Repositories that could not be backed up; 1 when the run itself failed. Published by every run that gets to its end. */
  backupFailure: "BackupFailure",
  /** Repositories of the snapshot before that are no longer listed; each is counted once, by the run that misses it first. */
  repositoriesVanished: "RepositoriesVanished",
  backupDuration: "BackupDurationSeconds",
  storedBytes: "BackupStoredBytes",
} as const;
export type MetricName = (typeof METRICS)[keyof typeof METRICS];
export type MetricUnit = "Count" | "Seconds" | "Bytes";
