// The environment of each task, as a pure function: the stacks use it, and so can whoever registers the same task
// definitions elsewhere. The keys are those of lib/env.ts; a name that is not in its schema does not compile.
import type { TwoPeopleRule } from "@/lib/domain/approval/two-people";
import type { Targets } from "@/lib/domain/targets";
import type {
  BackupEnvironment,
  ConsoleEnvironment,
  DrillEnvironment,
  HoldEnvironment,
  RestoreEnvironment,
  VerifyEnvironment,
} from "@/lib/env";

type Variables<Schema> = Partial<Record<keyof Schema & string, string>>;

export interface StorageSettings {
  region: string;
  backupsBucket: string;
  recordsBucket: string;
  rootPrefix: string;
  replicaBucket?: string;
  replicaRegion?: string;
  fullIntervalDays: number;
}

export interface GitHubSettings {
  apiUrl: string;
  serverUrl: string;
}

interface Common {
  storage: StorageSettings;
  github: GitHubSettings;
}

/** Variables of the backup task; run id and trigger come with each run, as overrides. */
export function backupTaskEnvironment(
  settings: Common & {
    appId: number;
    keySecretArn: string;
    concurrency: number;
    excludeRefs: string[];
    onActiveRun: string;
    anomalies: { thresholds?: Record<string, number>; ignoredRefs?: string[] };
  },
): Record<string, string> {
  const variables: Variables<BackupEnvironment> = {
    ...common(settings),
    GITHUB_APP_ID: String(settings.appId),
    GITHUB_APP_KEY_SECRET_ARN: settings.keySecretArn,
    CONCURRENCY: String(settings.concurrency),
    // An empty variable counts as missing, and then the default would apply.
    EXCLUDE_REFS: settings.excludeRefs.join(",") || "none",
    FULL_INTERVAL_DAYS: String(settings.storage.fullIntervalDays),
    ON_ACTIVE_RUN: settings.onActiveRun,
    ANOMALY_THRESHOLDS: Object.entries(settings.anomalies.thresholds ?? {})
      .map(([name, value]) => `${name}=${value}`)
      .join(","),
    ANOMALY_IGNORE_REFS: settings.anomalies.ignoredRefs && (settings.anomalies.ignoredRefs.join(",") || "none"),
  };
  return defined(variables);
}

/** Variables of the restore task; the plan is found by the run id, which comes as an override. */
export function restoreTaskEnvironment(
  settings: Common & { appId: number; keySecretArn: string; scratchDir: string; twoPeople?: TwoPeopleRule },
): Record<string, string> {
  const variables: Variables<RestoreEnvironment> = {
    ...common(settings),
    RESTORE_APP_ID: String(settings.appId),
    RESTORE_APP_KEY_SECRET_ARN: settings.keySecretArn,
    SCRATCH_DIR: settings.scratchDir,
    ...twoPeopleVariables(settings),
  };
  return defined(variables);
}

/** Variables of the verify task. It knows no GitHub. */
export function verifyTaskEnvironment(settings: {
  storage: StorageSettings;
  targets: Targets;
  scratchDir: string;
  scratchBudgetMib: number;
}): Record<string, string> {
  const variables: Variables<VerifyEnvironment> = {
    ...buckets(settings.storage),
    ...targetVariables(settings.targets),
    SCRATCH_DIR: settings.scratchDir,
    SCRATCH_BUDGET_MIB: String(settings.scratchBudgetMib),
  };
  return defined(variables);
}

/** Variables of the hold task. It knows no GitHub and no replica. */
export function holdTaskEnvironment({ storage }: { storage: StorageSettings }): Record<string, string> {
  const { REPLICA_BUCKET: _, REPLICA_REGION: __, ...primary } = buckets(storage);
  const variables: Variables<HoldEnvironment> = primary;
  return defined(variables);
}

/** Variables of the drill task: those of a restore, and what is restored where. */
export function drillTaskEnvironment(
  settings: Parameters<typeof restoreTaskEnvironment>[0] & DrillSample,
): Record<string, string> {
  const variables: Variables<DrillEnvironment> = {
    ...restoreTaskEnvironment(settings),
    ...sampleVariables(settings),
  };
  return defined(variables);
}

interface DrillSample {
  organisation?: string;
  repositories: number;
}

const sampleVariables = ({ organisation, repositories }: DrillSample) => ({
  DRILL_ORGANISATION: organisation,
  DRILL_REPOSITORIES: String(repositories),
});

export interface ConsoleSettings extends Common {
  environmentName: string;
  replicaAccount?: string;
  /** Searches the console's log, where there is one that can be searched. */
  logLink?: string;
  url: string;
  oauthClientId: string;
  organisation: string;
  teams: { viewers: string[]; operators: string[]; admins: string[] };
  limits: { actsPerMinute?: number; signInsPerMinute?: number };
  browse?: { budgetMiB?: number; repositoryMiB?: number; idleMinutes?: number; rebuilds?: number };
  /** An identity provider besides GitHub, where there is one. */
  singleSignOn?: {
    issuer: string;
    clientId: string;
    name?: string;
    scope?: string;
    groupsClaim?: string;
    signingAlgorithm?: string;
    groups: { viewers: string[]; operators: string[]; admins: string[] };
  };
  cluster: string;
  restoreFamily: string;
  /** What a standby has not; `drill` where there are drills. */
  backing?: {
    backupFamily: string;
    verifyFamily: string;
    holdFamily: string;
    schedule: string;
    drill?: DrillSample & { family: string };
  };
  subnets: string[];
  securityGroups: string[];
  downloadRoleArn: string;
  alarmPrefix: string;
  targets: Targets;
  twoPeople?: TwoPeopleRule;
}

/** What the console gets from Secrets Manager instead, at the start of its task. */
export const CONSOLE_SECRETS = [
  "NEXTAUTH_SECRET",
  "GITHUB_OAUTH_CLIENT_SECRET",
] as const satisfies readonly (keyof ConsoleEnvironment)[];

/** Variables of the console's task, without its two secrets. */
export function consoleTaskEnvironment(settings: ConsoleSettings): Record<string, string> {
  const drill = settings.backing?.drill;
  const variables: Variables<ConsoleEnvironment> = {
    ...common(settings),
    ENVIRONMENT_NAME: settings.environmentName,
    REPLICA_ACCOUNT: settings.replicaAccount,
    LOG_LINK: settings.logLink,
    NEXTAUTH_URL: settings.url,
    GITHUB_OAUTH_CLIENT_ID: settings.oauthClientId,
    ACCESS_ORGANISATION: settings.organisation,
    VIEWER_TEAMS: settings.teams.viewers.join(","),
    OPERATOR_TEAMS: settings.teams.operators.join(","),
    ADMIN_TEAMS: settings.teams.admins.join(","),
    ...(settings.singleSignOn && oidcVariables(settings.singleSignOn)),
    ACTS_PER_MINUTE: numberOrNone(settings.limits.actsPerMinute),
    SIGN_INS_PER_MINUTE: numberOrNone(settings.limits.signInsPerMinute),
    BROWSE_BUDGET_MIB: numberOrNone(settings.browse?.budgetMiB),
    BROWSE_REPOSITORY_MIB: numberOrNone(settings.browse?.repositoryMiB),
    BROWSE_IDLE_MINUTES: numberOrNone(settings.browse?.idleMinutes),
    BROWSE_REBUILDS: numberOrNone(settings.browse?.rebuilds),
    ECS_CLUSTER: settings.cluster,
    ECS_BACKUP_TASK: settings.backing?.backupFamily,
    ECS_RESTORE_TASK: settings.restoreFamily,
    ECS_VERIFY_TASK: settings.backing?.verifyFamily,
    ECS_HOLD_TASK: settings.backing?.holdFamily,
    ECS_DRILL_TASK: drill?.family,
    ...(drill && sampleVariables(drill)),
    ECS_SUBNETS: settings.subnets.join(","),
    ECS_SECURITY_GROUPS: settings.securityGroups.join(","),
    DOWNLOAD_ROLE_ARN: settings.downloadRoleArn,
    SCHEDULE_NAME: settings.backing?.schedule,
    ALARM_PREFIX: settings.alarmPrefix,
    FULL_INTERVAL_DAYS: String(settings.storage.fullIntervalDays),
    ...twoPeopleVariables(settings),
    ...targetVariables(settings.targets),
  };
  return defined(variables);
}

const twoPeopleVariables = ({ twoPeople }: { twoPeople?: TwoPeopleRule }) =>
  twoPeople && {
    TWO_PERSON_RULE: twoPeople.acts.join(","),
    TWO_PERSON_REPOSITORIES: String(twoPeople.bulkFrom),
    TWO_PERSON_HOURS: String(twoPeople.hours),
  };

const oidcVariables = ({ groups, ...oidc }: NonNullable<ConsoleSettings["singleSignOn"]>) => ({
  OIDC_ISSUER: oidc.issuer,
  OIDC_CLIENT_ID: oidc.clientId,
  OIDC_NAME: oidc.name,
  OIDC_SCOPE: oidc.scope,
  OIDC_GROUPS_CLAIM: oidc.groupsClaim,
  OIDC_SIGNING_ALG: oidc.signingAlgorithm,
  VIEWER_GROUPS: groups.viewers.join(","),
  OPERATOR_GROUPS: groups.operators.join(","),
  ADMIN_GROUPS: groups.admins.join(","),
});

/** By what worker and console measure; the alarms are made of the same targets. */
const targetVariables = (targets: Targets) => ({
  BACKUP_INTERVAL_HOURS: String(targets.backupIntervalHours),
  FRESHNESS_TARGET_HOURS: String(targets.freshnessTargetHours),
  PROOF_INTERVAL_DAYS: String(targets.proofIntervalDays),
  DRILL_INTERVAL_DAYS: numberOrNone(targets.drillIntervalDays),
  REPLICA_TARGET_MINUTES: String(targets.replicaTargetMinutes),
});

const numberOrNone = (value: number | undefined) => (value === undefined ? undefined : String(value));

const buckets = (storage: StorageSettings) => ({
  AWS_REGION: storage.region,
  S3_BUCKET: storage.backupsBucket,
  ROOT_PREFIX: storage.rootPrefix,
  RECORDS_BUCKET: storage.recordsBucket,
  REPLICA_BUCKET: storage.replicaBucket,
  REPLICA_REGION: storage.replicaRegion,
});

const common = ({ storage, github }: Common) => ({
  ...buckets(storage),
  GITHUB_API_URL: github.apiUrl,
  GITHUB_SERVER_URL: github.serverUrl,
});

/** Empty values are left out: lib/env.ts counts them as missing, and CloudFormation need not carry them. */
const defined = (variables: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(variables).filter((entry): entry is [string, string] => Boolean(entry[1])));
