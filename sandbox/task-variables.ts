// The variables of each task and of the console, from the functions that infra/ takes them from: what is forgotten there is
// missing here. Added is only what a deployment has no need of: the replica's own address, and no waiting for limits that
// GitHub has off here.
import { DEFAULT_ROOT } from "@/lib/domain/bucket-keys";
import { DEFAULT_FULL_INTERVAL_DAYS } from "@/lib/domain/bundle-chain";
import { DEFAULT_REF_SCOPE } from "@/lib/domain/ref-scope";
import {
  backupTaskEnvironment,
  type CONSOLE_SECRETS,
  type ConsoleSettings,
  consoleTaskEnvironment,
  drillTaskEnvironment,
  holdTaskEnvironment,
  restoreTaskEnvironment,
  type StorageSettings,
  verifyTaskEnvironment,
} from "../infra/task-environment";
import {
  ACCOUNT_ID,
  ALARM_PREFIX,
  APPS,
  BUCKETS,
  CLUSTER,
  DOWNLOAD_ROLE_ARN,
  DRILLS,
  NETWORK,
  OAUTH,
  ORGANISATION,
  REGION,
  REPLICA_REGION,
  SCHEDULE,
  SECRETS,
  TARGETS,
  TASKS,
  TEAMS,
} from "./names";

type Variables = Record<string, string>;

/** Where GitHub is, and the one bucket that is not where AWS would have it. */
interface TaskUrls {
  github: string;
  githubApi: string;
  s3Replica: string;
}

export type TaskKind = keyof typeof TASKS;

const storage: StorageSettings = {
  region: REGION,
  backupsBucket: BUCKETS.backups,
  recordsBucket: BUCKETS.records,
  rootPrefix: DEFAULT_ROOT,
  replicaBucket: BUCKETS.replica,
  replicaRegion: REPLICA_REGION,
  fullIntervalDays: DEFAULT_FULL_INTERVAL_DAYS,
};

const SCRATCH_BUDGET_MIB = 8192;

/** What the task definitions of the worker carry; tasks keep their scratch in `scratchDir`. */
export function taskVariables(urls: TaskUrls, scratchDir: string): Record<TaskKind, Variables> {
  const github = { apiUrl: urls.githubApi, serverUrl: urls.github };
  const restoring = { storage, github, appId: APPS.restore.id, keySecretArn: SECRETS.restoreKey, scratchDir };
  const replica = { REPLICA_ENDPOINT_URL: urls.s3Replica };
  const unpaced = { ...replica, GITHUB_PACING: "off" };
  return {
    backup: {
      ...backupTaskEnvironment({
        storage,
        github,
        appId: APPS.backup.id,
        keySecretArn: SECRETS.backupKey,
        concurrency: 32,
        excludeRefs: [...DEFAULT_REF_SCOPE.exclude],
        onActiveRun: "refuse",
        anomalies: {},
      }),
      ...replica,
    },
    restore: { ...restoreTaskEnvironment(restoring), ...unpaced },
    verify: {
      ...verifyTaskEnvironment({ storage, targets: TARGETS, scratchDir, scratchBudgetMib: SCRATCH_BUDGET_MIB }),
      ...replica,
    },
    drill: { ...drillTaskEnvironment({ ...restoring, ...DRILLS }), ...unpaced },
    hold: holdTaskEnvironment({ storage }),
  };
}

/** What the console's variables are made of. */
export const consoleSettings = (urls: TaskUrls, consoleUrl: string): ConsoleSettings => ({
  storage,
  github: { apiUrl: urls.githubApi, serverUrl: urls.github },
  environmentName: "sandbox",
  replicaAccount: ACCOUNT_ID,
  url: consoleUrl,
  oauthClientId: OAUTH.clientId,
  organisation: ORGANISATION,
  teams: { viewers: [TEAMS.viewers], operators: [TEAMS.operators], admins: [TEAMS.admins] },
  // Without a load balancer everybody comes from the same address, tests one after the other.
  limits: { signInsPerMinute: 6000 },
  cluster: CLUSTER,
  restoreFamily: TASKS.restore,
  backing: {
    ...{ backupFamily: TASKS.backup, verifyFamily: TASKS.verify, holdFamily: TASKS.hold, schedule: SCHEDULE },
    drill: { family: TASKS.drill, ...DRILLS },
  },
  ...NETWORK,
  downloadRoleArn: DOWNLOAD_ROLE_ARN,
  alarmPrefix: ALARM_PREFIX,
  targets: TARGETS,
});

/** What the console gets from Secrets Manager in a deployment. */
export const consoleSecrets = (sessionSecret: string): Record<(typeof CONSOLE_SECRETS)[number], string> => ({
  NEXTAUTH_SECRET: sessionSecret,
  GITHUB_OAUTH_CLIENT_SECRET: OAUTH.clientSecret,
});

/** What the console's task definition carries, and its two secrets. */
export const consoleTaskVariables = (urls: TaskUrls, consoleUrl: string, sessionSecret: string): Variables => ({
  ...consoleTaskEnvironment(consoleSettings(urls, consoleUrl)),
  REPLICA_ENDPOINT_URL: urls.s3Replica,
  ...consoleSecrets(sessionSecret),
});
