// What an installation promises, as numbers. Alarms, coverage and the screens go by them; infra's configuration sets them.
export interface Targets {
  /** The longest time between two backups that the schedule asks for. */
  backupIntervalHours: number;
  /** No repository's last safe backup should be older (RPO). */
  freshnessTargetHours: number;
  /** Every chain should be rebuilt from storage at least this often. */
  proofIntervalDays: number;
  /** A drill should end well at least this often; undefined where no drills are configured. */
  drillIntervalDays?: number;
  /** An object should be in the replica after this time. */
  replicaTargetMinutes: number;
}

export const DEFAULT_TARGETS: Targets = {
  backupIntervalHours: 24,
  freshnessTargetHours: 24,
  proofIntervalDays: 7,
  replicaTargetMinutes: 60,
};
