// Names of everything that is published to CloudWatch, and by whom. Namespace and the first two are the InfraHouse ones: its
// alarms keep working.
export const METRIC_NAMESPACE = "GitHubBackup";

export const METRICS = {
  // ---- by every backup
  /** Repositories safely in the snapshot. Published once per finished backup run. */
  backupSuccess: "BackupSuccess",
  /** Repositories that could not be backed up; 1 when the run itself failed. Published by every run that gets to its end. */
  backupFailure: "BackupFailure",
  /** Repositories of the snapshot before that are no longer listed; each is counted once, by the run that misses it first. */
  repositoriesVanished: "RepositoriesVanished",
  backupDuration: "BackupDurationSeconds",
  storedBytes: "BackupStoredBytes",
  /** Anomalies not seen by the backup before, 0 too; one that lasts is counted once. */
  anomalies: "Anomalies",

  // ---- by the hourly watch. Ages are gauges: what they tell does not depend on how often backups are due.
  /** Hours since the last safe backup, of the repository for which it is longest ago. */
  hoursSinceLastBackup: "HoursSinceLastBackup",
  /** Hours since a backup run last came to its end. */
  hoursSinceLastSnapshot: "HoursSinceLastSnapshot",
  /** Repositories that are overdue, failing, or were never backed up. */
  repositoriesOverdue: "RepositoriesOverdue",
  /** Hours since the last proof, of the chain for which it is longest ago; one never proven counts from its first backup. */
  hoursSinceOldestProof: "HoursSinceOldestProof",
  /** Age of the oldest object that the replica lacks or has otherwise; 0 when it has all. */
  replicaLag: "ReplicaLagMinutes",
  /** Objects whose replication failed, that are missing past their time, or that differ. */
  replicaObjectsFailed: "ReplicaObjectsFailed",
  /** Hours since a drill last ended well, before the first one since the oldest snapshot; only where drills are configured. */
  hoursSinceLastDrill: "HoursSinceLastDrill",

  // ---- by every verify run
  /** Proofs that failed, manifests that are not what was written, buckets that do not answer; 1 when the run itself failed. 0 too. */
  proofFailures: "ProofFailures",

  // ---- by the console
  /** Answers with a status of 500 or more. */
  consoleErrors: "ConsoleErrors",
} as const;
export type MetricName = (typeof METRICS)[keyof typeof METRICS];
export type MetricUnit = "Count" | "Seconds" | "Bytes" | "None";
