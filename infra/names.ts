// The physical name of everything that another stack, another region, a policy or a person has to name.
// Names are fixed rather than generated, so that the replica's region, the console and the runbook can say them.
import type { EnvironmentConfig } from "./config";
import type { Place } from "./policies/arns";
import type { Keys } from "./policies/key-policy";

export interface Names {
  /** Beginning of every name: `holdfast-prod`. Also the prefix of the alarms. */
  prefix: string;
  backupsBucket: string;
  recordsBucket: string;
  backupsReplicaBucket: string;
  recordsReplicaBucket: string;
  /** Of Holdfast's own key, the same in both regions. */
  keyAlias: string;
  accessLogsBucket: string;
  replicaAccessLogsBucket: string;
  cluster: string;
  backupFamily: string;
  restoreFamily: string;
  verifyFamily: string;
  holdFamily: string;
  backupsReplicationRole: string;
  recordsReplicationRole: string;
  backupRole: string;
  backupExecutionRole: string;
  restoreRole: string;
  restoreExecutionRole: string;
  verifyRole: string;
  verifyExecutionRole: string;
  holdRole: string;
  holdExecutionRole: string;
  consoleRole: string;
  consoleExecutionRole: string;
  downloadRole: string;
  workerLogGroup: string;
  consoleLogGroup: string;
  schedule: string;
  verifySchedule: string;
  drillFamily: string;
  drillSchedule: string;
  watchSchedule: string;
  alarmTopic: string;
  backupAppKeySecret: string;
  restoreAppKeySecret: string;
  oauthClientSecret: string;
  deployRole: string;
  /** Of the replica's account, where it is another one. */
  replicaDeployRole: string;
  /** Of a workflow that starts drills. */
  drillStartRole: string;
  /** Repositories of the two images. */
  workerImages: string;
  consoleImages: string;
  sessionSecret: string;
}

/** What names are made of. */
type Named = Pick<EnvironmentConfig, "name" | "account" | "existing"> & {
  replica: Pick<EnvironmentConfig["replica"], "region" | "account">;
};

/** Every bucket that the environment makes; those of the replica may be in another account. */
export const ownBuckets = (names: Names): string[] => [
  ...[names.backupsBucket, names.recordsBucket, names.accessLogsBucket],
  ...[names.backupsReplicaBucket, names.recordsReplicaBucket, names.replicaAccessLogsBucket],
];

/** Bucket names are unique over all of AWS, so they carry the account. */
export function namesOf(config: Named): Names {
  const prefix = `holdfast-${config.name}`;
  const bucket = (what: string, account = config.account) => `${prefix}-${what}-${account}`;
  const ofReplica = replicaPlace(config).account;
  return {
    prefix,
    backupsBucket: config.existing.backupsBucket ?? bucket("backups"),
    recordsBucket: config.existing.recordsBucket ?? bucket("records"),
    backupsReplicaBucket: config.existing.backupsReplicaBucket ?? bucket("backups-replica", ofReplica),
    recordsReplicaBucket: bucket("records-replica", ofReplica),
    accessLogsBucket: bucket("access-logs"),
    replicaAccessLogsBucket: bucket("replica-logs", ofReplica),
    keyAlias: `alias/${prefix}`,
    cluster: config.existing.cluster ?? prefix,
    backupFamily: `${prefix}-backup`,
    restoreFamily: `${prefix}-restore`,
    verifyFamily: `${prefix}-verify`,
    holdFamily: `${prefix}-hold`,
    backupsReplicationRole: `${prefix}-backups-replication`,
    recordsReplicationRole: `${prefix}-records-replication`,
    backupRole: `${prefix}-backup-task`,
    backupExecutionRole: `${prefix}-backup-execution`,
    restoreRole: `${prefix}-restore-task`,
    restoreExecutionRole: `${prefix}-restore-execution`,
    verifyRole: `${prefix}-verify-task`,
    verifyExecutionRole: `${prefix}-verify-execution`,
    holdRole: `${prefix}-hold-task`,
    holdExecutionRole: `${prefix}-hold-execution`,
    consoleRole: `${prefix}-console-task`,
    consoleExecutionRole: `${prefix}-console-execution`,
    downloadRole: `${prefix}-download`,
    workerLogGroup: `/holdfast/${config.name}/worker`,
    consoleLogGroup: `/holdfast/${config.name}/console`,
    schedule: `${prefix}-backup`,
    verifySchedule: `${prefix}-verify`,
    drillFamily: `${prefix}-drill`,
    drillSchedule: `${prefix}-drill`,
    watchSchedule: `${prefix}-watch`,
    alarmTopic: `${prefix}-alarms`,
    backupAppKeySecret: `${prefix}/backup-app-key`,
    restoreAppKeySecret: `${prefix}/restore-app-key`,
    oauthClientSecret: `${prefix}/oauth-client-secret`,
    deployRole: `${prefix}-deploy`,
    replicaDeployRole: `${prefix}-replica-deploy`,
    drillStartRole: `${prefix}-drill-start`,
    workerImages: `${prefix}-worker`,
    consoleImages: `${prefix}-console`,
    sessionSecret: `${prefix}/session-secret`,
  };
}

/** Where the replica stands: in the environment's own account unless it is given another. */
export const replicaPlace = ({ account, replica }: Pick<Named, "account" | "replica">): Place => ({
  account: replica.account ?? account,
  region: replica.region,
});

/** Where Holdfast's own keys are; undefined where S3's keys encrypt. */
export const keysOf = (config: EnvironmentConfig): Keys | undefined =>
  config.encryption === "kms"
    ? { primary: { region: config.region, account: config.account }, replica: replicaPlace(config) }
    : undefined;

/** The names and verb of the worker's container and the console's; ECS overrides address containers by name. */
export const WORKER_CONTAINER = "worker";
/** The longest Fargate allows: time to abort uploads and to write the last word of the run record. */
export const WORKER_STOP_SECONDS = 120;
export const CONSOLE_CONTAINER = "console";
export const CONSOLE_PORT = 3000;
export const HEALTH_PATH = "/healthz";
/** Where the images have their only writable directory. */
export const SCRATCH_DIR = "/scratch";
