// Every alarm of an installation, from its targets: infra and the sandbox create them, the console explains them, the runbook
// has a heading for each (a test compares them). Windows follow the schedule, so that one of six hours or of a week alarms
// as rightly as a daily one.
import { type AlarmDefinition, alarmName } from "./alarm";
import { freshnessLimitHours } from "./freshness";
import { METRICS } from "./metrics";
import type { Targets } from "./targets";

const HOUR_SECONDS = 3600;
/** CloudWatch looks back no further: period times evaluation periods is at most 604,800 seconds. */
const LONGEST_WINDOW_HOURS = 7 * 24;
/** Proofs and drills are looked after by daily runs: what is due today may be done tomorrow. */
const DAILY_RUN_HOURS = 24;

export function alarmsFor(targets: Targets): readonly AlarmDefinition[] {
  return [...backupAlarms(targets), ...ageAlarms(targets), ...proofAlarms(targets), consoleErrors];
}

/** The definition behind a CloudWatch alarm's name, or undefined for a foreign alarm. */
export function alarmByName(
  alarms: readonly AlarmDefinition[],
  prefix: string,
  name: string,
): AlarmDefinition | undefined {
  return alarms.find((alarm) => alarmName(prefix, alarm) === name);
}

/** What a count may still be heard of: until the next backup has come to its end. */
const backupLimitHours = ({ backupIntervalHours }: Targets) => Math.ceil((backupIntervalHours * 11) / 10) + 1;

function backupAlarms(targets: Targets): AlarmDefinition[] {
  const window = Math.min(backupLimitHours(targets), LONGEST_WINDOW_HOURS);
  return [
    {
      id: "backup-failure",
      title: "A repository could not be backed up",
      severity: "high",
      metric: METRICS.backupFailure,
      ...anyIn(window),
      meaning: `In the last ${inWords(window)} at least one repository could not be backed up; its older backups are still there.`,
    },
    {
      id: "task-not-running",
      title: "No backup has finished",
      severity: "critical",
      ...heartbeat(backupLimitHours(targets)),
      meaning: `No backup run has come to its end in the last ${inWords(backupLimitHours(targets))}; new work is not protected.`,
    },
    {
      id: "repositories-vanished",
      title: "Repositories are no longer listed",
      severity: "high",
      metric: METRICS.repositoriesVanished,
      ...anyIn(window),
      meaning: `In the last ${inWords(window)} a backup missed repositories that the one before still had: deleted, transferred, or taken from the App. Their older backups are still there.`,
    },
    {
      id: "anomaly",
      title: "A repository changed in a way that looks like damage",
      severity: "high",
      metric: METRICS.anomalies,
      ...anyIn(window),
      meaning: `In the last ${inWords(window)} a backup found changes that look like damage or an attack, such as rewritten branches or a mass deletion. The chains from before are kept.`,
    },
  ];
}

/**
 * The reference's heartbeat: no data is the fault. Where the window would be longer than CloudWatch looks back, the age that
 * the watch publishes says the same.
 */
function heartbeat(hours: number) {
  if (hours > LONGEST_WINDOW_HOURS) return { metric: METRICS.hoursSinceLastSnapshot, ...olderThan(hours) };
  return {
    metric: METRICS.backupSuccess,
    statistic: "SampleCount",
    // By the hour: a single period as long as the window would ring days later, because CloudWatch looks some periods further
    // back before it counts data as missing.
    periodSeconds: HOUR_SECONDS,
    evaluationPeriods: hours,
    datapointsToAlarm: hours,
    threshold: 1,
    comparison: "LessThanThreshold",
    treatMissingData: "breaching",
  } as const;
}

function ageAlarms({ freshnessTargetHours, replicaTargetMinutes }: Targets): AlarmDefinition[] {
  return [
    {
      id: "freshness",
      title: "A repository has no recent backup",
      severity: "critical",
      metric: METRICS.hoursSinceLastBackup,
      ...olderThan(freshnessLimitHours(freshnessTargetHours)),
      meaning: `The last safe backup of at least one repository is older than the target of ${inWords(freshnessTargetHours)}, or nobody looked.`,
    },
    {
      id: "replica-lag",
      title: "The replica is behind",
      severity: "high",
      metric: METRICS.replicaLag,
      ...olderThan(replicaTargetMinutes),
      meaning: `Something that was written more than ${replicaTargetMinutes} minutes ago is not in the replica, or differs there, or nobody looked.`,
    },
  ];
}

function proofAlarms({ proofIntervalDays, drillIntervalDays }: Targets): AlarmDefinition[] {
  const proofs: AlarmDefinition[] = [
    {
      id: "proof-age",
      title: "A backup was not proven for too long",
      severity: "medium",
      metric: METRICS.hoursSinceOldestProof,
      ...olderThan(proofIntervalDays * 24 + DAILY_RUN_HOURS),
      meaning: `At least one repository's backup was not rebuilt from storage in the last ${inWords(proofIntervalDays * 24)}, or nobody looked.`,
    },
    {
      id: "proof-failure",
      title: "A backup could not be proven",
      severity: "critical",
      metric: METRICS.proofFailures,
      ...anyIn(DAILY_RUN_HOURS + 2),
      meaning:
        "The backup of at least one repository could not be rebuilt from storage, or a manifest is not as it was written.",
    },
  ];
  if (drillIntervalDays === undefined) return proofs;
  const drill: AlarmDefinition = {
    id: "drill-overdue",
    title: "No drill for too long",
    severity: "medium",
    metric: METRICS.hoursSinceLastDrill,
    ...olderThan(drillIntervalDays * 24 + DAILY_RUN_HOURS),
    meaning: `No restore drill has ended well in the last ${inWords(drillIntervalDays * 24)}, or nobody looked.`,
  };
  return [...proofs, drill];
}

/** A single failed answer can be AWS's; five in a quarter of an hour are seen by people. */
const consoleErrors: AlarmDefinition = {
  id: "console-errors",
  title: "The console answers with errors",
  severity: "medium",
  metric: METRICS.consoleErrors,
  statistic: "Sum",
  periodSeconds: 900,
  evaluationPeriods: 1,
  datapointsToAlarm: 1,
  threshold: 4,
  comparison: "GreaterThanThreshold",
  treatMissingData: "notBreaching",
  meaning: "The console gave five or more errors within 15 minutes; backups go on without it.",
};

/** Any count above 0 in the last hours; no data is no fault. */
const anyIn = (hours: number) =>
  ({
    statistic: "Sum",
    periodSeconds: HOUR_SECONDS,
    evaluationPeriods: hours,
    datapointsToAlarm: 1,
    threshold: 0,
    comparison: "GreaterThanThreshold",
    treatMissingData: "notBreaching",
  }) as const;

/** An age that is published every hour; two in a row, so that a look that came late is no alarm. */
const olderThan = (limit: number) =>
  ({
    statistic: "Maximum",
    periodSeconds: HOUR_SECONDS,
    evaluationPeriods: 2,
    datapointsToAlarm: 2,
    threshold: limit,
    comparison: "GreaterThanThreshold",
    treatMissingData: "breaching",
  }) as const;

const inWords = (hours: number) => (hours % 24 === 0 && hours > 24 ? `${hours / 24} days` : `${hours} hours`);
