// What each process may do here: the very statements that infra/ gives its role, about the sandbox's own names. A call
// outside of them is refused, as AWS would: what a policy forgets fails here before it fails in production.
import { DEFAULT_ROOT } from "@/lib/domain/bucket-keys";
import { clusterArn, type Place, roleArn, taskDefinitionArn } from "../infra/policies/arns";
import { drillStartPolicy } from "../infra/policies/drill-start-policy";
import { allow, type Statement } from "../infra/policies/statement";
import {
  backupStatements,
  consoleStatements,
  downloadStatements,
  holdStatements,
  type RoleScope,
  restoreStatements,
  verifyStatements,
} from "../infra/role-statements";
import {
  ACCOUNT_ID,
  ALARM_PREFIX,
  BUCKETS,
  CLUSTER,
  DRILL_SCHEDULE,
  EXECUTION_ROLES,
  LOG_GROUP,
  REGION,
  ROLES,
  ROLES_OF_TASKS,
  SCHEDULE,
  SECRETS,
  TASKS,
  TOPIC,
} from "./names";
import type { Principal } from "./shared/principals";

const PLACE: Place = { region: REGION, account: ACCOUNT_ID };

/** What the statements of every role are made of. */
export const ROLE_SCOPE: RoleScope = {
  place: PLACE,
  rootPrefix: DEFAULT_ROOT,
  drills: true,
  names: {
    prefix: ALARM_PREFIX,
    backupsBucket: BUCKETS.backups,
    recordsBucket: BUCKETS.records,
    backupsReplicaBucket: BUCKETS.replica,
    cluster: CLUSTER,
    backupFamily: TASKS.backup,
    restoreFamily: TASKS.restore,
    verifyFamily: TASKS.verify,
    holdFamily: TASKS.hold,
    drillFamily: TASKS.drill,
    backupRole: ROLES.backup,
    backupExecutionRole: EXECUTION_ROLES.backup,
    restoreRole: ROLES.restore,
    restoreExecutionRole: EXECUTION_ROLES.restore,
    verifyRole: ROLES.verify,
    verifyExecutionRole: EXECUTION_ROLES.verify,
    holdRole: ROLES.hold,
    holdExecutionRole: EXECUTION_ROLES.hold,
    downloadRole: ROLES.download,
    workerLogGroup: LOG_GROUP,
    schedule: SCHEDULE,
    alarmTopic: TOPIC,
  },
};

/** Secrets Manager puts six letters of its own behind the name. */
const secretArn = (name: string) => `arn:aws:secretsmanager:${REGION}:${ACCOUNT_ID}:secret:${name}-??????`;

const SCHEDULED = ["backup", "verify", "drill"] as const;

/** CDK writes the scheduler's statements itself, from the schedules; these are the same by hand. */
const startScheduled: Statement[] = [
  allow(
    "StartScheduled",
    ["ecs:RunTask"],
    SCHEDULED.map((kind) => taskDefinitionArn(PLACE, TASKS[kind])),
    { ArnEquals: { "ecs:cluster": clusterArn(PLACE, CLUSTER) } },
  ),
  allow(
    "PassScheduledRoles",
    ["iam:PassRole"],
    SCHEDULED.map((kind) => ROLES_OF_TASKS[kind])
      .flatMap((role) => [ROLES[role], EXECUTION_ROLES[role]])
      .map((name) => roleArn(PLACE, name)),
    { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
  ),
];

const STATEMENTS: Record<keyof typeof ROLES, Statement[]> = {
  backup: backupStatements(ROLE_SCOPE, secretArn(SECRETS.backupKey)),
  restore: restoreStatements(ROLE_SCOPE, secretArn(SECRETS.restoreKey)),
  verify: verifyStatements(ROLE_SCOPE),
  hold: holdStatements(ROLE_SCOPE),
  console: consoleStatements(ROLE_SCOPE),
  download: downloadStatements(ROLE_SCOPE),
  scheduler: startScheduled,
};

/** Credentials are made from the name: they open nothing but this machine's loopback. */
export const rolePrincipal = (role: keyof typeof ROLES): Principal => ({
  name: ROLES[role],
  accessKeyId: `SANDBOX${role.toUpperCase()}`.padEnd(20, "0"),
  secretAccessKey: `sandbox-${role}-not-a-secret`,
  allow: STATEMENTS[role],
  // As infra/ writes it: the console's role, and nobody else's.
  ...(role === "download" && { trusts: [ROLES.console] }),
});

export const ROLE_PRINCIPALS: Principal[] = (Object.keys(ROLES) as (keyof typeof ROLES)[]).map(rolePrincipal);

/** A workflow of GitHub Actions that starts drills. Nobody needs it but its test, which brings it. */
export const DRILL_START_PRINCIPAL: Principal = {
  name: "holdfast-drill-start",
  accessKeyId: "SANDBOXDRILLSTART000",
  secretAccessKey: "sandbox-drill-start-not-a-secret",
  allow: drillStartPolicy({
    ...ROLE_SCOPE,
    names: { ...ROLE_SCOPE.names, drillFamily: TASKS.drill, drillSchedule: DRILL_SCHEDULE },
  }),
};

/** The InfraHouse container's permissions, for trying the worker as its replacement. */
export const DROP_IN_PRINCIPAL: Principal = {
  name: "infrahouse-backup",
  accessKeyId: "SANDBOXDROPIN0000000",
  secretAccessKey: "sandbox-drop-in-not-a-secret",
  allow: ["s3:PutObject", "s3:ListBucket", "secretsmanager:GetSecretValue", "cloudwatch:PutMetricData"],
};
