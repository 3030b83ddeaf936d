// The statements of the five roles, from the names of what they may touch. Pure, like the policies themselves: the stacks
// attach them, and the sandbox refuses what they do not allow. What a role lacks here fails there.
import type { Names } from "./names";
import { bucketArn, type Place, roleArn } from "./policies/arns";
import { backupPolicy } from "./policies/backup-policy";
import { consolePolicy } from "./policies/console-policy";
import { downloadPolicy } from "./policies/download-policy";
import { holdPolicy } from "./policies/hold-policy";
import { decrypt, decryptCopies, encrypt, type Keys } from "./policies/key-policy";
import { restorePolicy } from "./policies/restore-policy";
import type { Statement } from "./policies/statement";
import { verifyPolicy } from "./policies/verify-policy";

export interface RoleScope {
  place: Place;
  /** A standby's console starts restores, and no other work. */
  standby?: boolean;
  /** Whether there are drills. They are restores, with a restore's roles. */
  drills?: boolean;
  /** Undefined where S3's own keys encrypt. */
  keys?: Keys;
  /** First part of every key of a backup. */
  rootPrefix: string;
  names: Pick<
    Names,
    | "prefix"
    | "backupsBucket"
    | "recordsBucket"
    | "backupsReplicaBucket"
    | "cluster"
    | "backupFamily"
    | "restoreFamily"
    | "verifyFamily"
    | "holdFamily"
    | "drillFamily"
    | "backupRole"
    | "backupExecutionRole"
    | "restoreRole"
    | "restoreExecutionRole"
    | "verifyRole"
    | "verifyExecutionRole"
    | "holdRole"
    | "holdExecutionRole"
    | "downloadRole"
    | "workerLogGroup"
    | "schedule"
    | "alarmTopic"
  >;
}

export const backupStatements = (scope: RoleScope, keySecretArn: string): Statement[] => {
  const { backupsBucketArn, recordsBucketArn } = buckets(scope);
  return [
    ...backupPolicy({ backupsBucketArn, recordsBucketArn, rootPrefix: scope.rootPrefix, keySecretArn }),
    ...addingToPrimary(scope),
  ];
};

export const holdStatements = (scope: RoleScope): Statement[] => {
  const { backupsBucketArn, recordsBucketArn } = buckets(scope);
  return [
    ...holdPolicy({ backupsBucketArn, recordsBucketArn, rootPrefix: scope.rootPrefix }),
    ...addingToPrimary(scope),
  ];
};

export const restoreStatements = (scope: RoleScope, keySecretArn: string): Statement[] => [
  ...restorePolicy({ ...buckets(scope), rootPrefix: scope.rootPrefix, keySecretArn }),
  ...readingBoth(scope),
];

export const verifyStatements = (scope: RoleScope): Statement[] => [
  ...verifyPolicy({ ...buckets(scope), rootPrefix: scope.rootPrefix }),
  ...readingBoth(scope),
];

export function consoleStatements(scope: RoleScope): Statement[] {
  const { names, place } = scope;
  const others = {
    families: [
      ...[names.backupFamily, names.verifyFamily, names.holdFamily],
      ...(scope.drills ? [names.drillFamily] : []),
    ],
    roles: [
      ...[names.backupRole, names.backupExecutionRole, names.verifyRole, names.verifyExecutionRole],
      ...[names.holdRole, names.holdExecutionRole],
    ],
  };
  const { families, roles } = scope.standby ? { families: [], roles: [] } : others;
  const statements = consolePolicy({
    ...buckets(scope),
    place,
    cluster: names.cluster,
    families: [names.restoreFamily, ...families],
    passableRoleArns: [names.restoreRole, names.restoreExecutionRole, ...roles].map((name) => roleArn(place, name)),
    workerLogGroup: names.workerLogGroup,
    downloadRoleArn: roleArn(place, names.downloadRole),
    watched: scope.standby
      ? undefined
      : { alarmPrefix: names.prefix, schedule: names.schedule, topic: names.alarmTopic },
  });
  return [...statements, ...readingBoth(scope)];
}

export const downloadStatements = (scope: RoleScope): Statement[] => {
  const { backupsBucketArn, recordsBucketArn, replicaBucketArn } = buckets(scope);
  return [
    ...downloadPolicy({ ...buckets(scope), rootPrefix: scope.rootPrefix }),
    ...withKeys(scope, ({ primary, replica }) => [
      decrypt(primary, backupsBucketArn, recordsBucketArn),
      decryptCopies(replica, replicaBucketArn),
    ]),
  ];
};

/** Either copy is read, and only the records are written. */
const readingBoth = (scope: RoleScope): Statement[] =>
  withKeys(scope, ({ primary, replica }) => {
    const { backupsBucketArn, recordsBucketArn, replicaBucketArn } = buckets(scope);
    return [
      decrypt(primary, backupsBucketArn, recordsBucketArn),
      decryptCopies(replica, replicaBucketArn),
      encrypt(primary, recordsBucketArn),
    ];
  });

/** Backups and records of the primary are read and written, and no copy is touched. */
const addingToPrimary = (scope: RoleScope): Statement[] =>
  withKeys(scope, ({ primary }) => {
    const { backupsBucketArn, recordsBucketArn } = buckets(scope);
    return [decrypt(primary, backupsBucketArn, recordsBucketArn), encrypt(primary, backupsBucketArn, recordsBucketArn)];
  });

const withKeys = ({ keys }: RoleScope, statements: (keys: Keys) => Statement[]): Statement[] =>
  keys ? statements(keys) : [];

const buckets = ({ names, place: { region } }: RoleScope) => ({
  backupsBucketArn: bucketArn(region, names.backupsBucket),
  replicaBucketArn: bucketArn(region, names.backupsReplicaBucket),
  recordsBucketArn: bucketArn(region, names.recordsBucket),
});
