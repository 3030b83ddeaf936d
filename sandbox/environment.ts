// The variables other programs need to talk to the sandbox: the production code's own settings, with loopback URLs.
import { ALARM_PREFIX, APPS, BUCKETS, REGION, REPLICA_REGION, ROLES_OF_TASKS, SCHEDULE, SECRETS } from "./names";
import { rolePrincipal } from "./roles";
import { ADMIN, type Principal } from "./shared/principals";
import { consoleTaskVariables, type TaskKind, taskVariables } from "./task-variables";

export interface SandboxUrls {
  github: string;
  githubApi: string;
  s3: string;
  s3Replica: string;
  aws: string;
}

type Variables = Record<string, string>;

/** The AWS SDKs and the aws CLI honour these by themselves. */
export function endpointVariables(urls: SandboxUrls): Variables {
  return {
    AWS_ENDPOINT_URL_S3: urls.s3,
    AWS_ENDPOINT_URL_ECS: urls.aws,
    AWS_ENDPOINT_URL_CLOUDWATCH: urls.aws,
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: urls.aws,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: urls.aws,
    AWS_ENDPOINT_URL_KMS: urls.aws,
    AWS_ENDPOINT_URL_SCHEDULER: urls.aws,
    AWS_ENDPOINT_URL_SNS: urls.aws,
    AWS_ENDPOINT_URL_STS: urls.aws,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
  };
}

export function credentialVariables(principal: Principal): Variables {
  return { AWS_ACCESS_KEY_ID: principal.accessKeyId, AWS_SECRET_ACCESS_KEY: principal.secretAccessKey };
}

/** Where GitHub and the buckets are. */
function storageVariables(urls: SandboxUrls): Variables {
  return {
    GITHUB_API_URL: urls.githubApi,
    GITHUB_SERVER_URL: urls.github,
    S3_BUCKET: BUCKETS.backups,
    RECORDS_BUCKET: BUCKETS.records,
    REPLICA_BUCKET: BUCKETS.replica,
    REPLICA_REGION,
    REPLICA_ENDPOINT_URL: urls.s3Replica,
  };
}

/** For a shell: everything that `npm run worker`, `aws` and `git` need, as the sandbox's administrator. */
export function shellVariables(urls: SandboxUrls): Variables {
  return {
    ...endpointVariables(urls),
    ...credentialVariables(ADMIN),
    ...storageVariables(urls),
    GITHUB_APP_ID: String(APPS.backup.id),
    GITHUB_APP_KEY_SECRET_ARN: SECRETS.backupKey,
    RESTORE_APP_ID: String(APPS.restore.id),
    RESTORE_APP_KEY_SECRET_ARN: SECRETS.restoreKey,
    SCHEDULE_NAME: SCHEDULE,
    ALARM_PREFIX,
  };
}

/** The console's settings, with the console's own role. */
export const consoleVariables = (urls: SandboxUrls, consoleUrl: string, sessionSecret: string): Variables => ({
  ...endpointVariables(urls),
  ...credentialVariables(rolePrincipal("console")),
  ...consoleTaskVariables(urls, consoleUrl, sessionSecret),
});

/** What a task of the worker gets on ECS, with the task's own role: a process by itself runs as it would there. */
export const workerVariables = (urls: SandboxUrls, kind: TaskKind, scratchDir: string): Variables => ({
  ...endpointVariables(urls),
  ...credentialVariables(rolePrincipal(ROLES_OF_TASKS[kind])),
  ...taskVariables(urls, scratchDir)[kind],
});

/** `export NAME='value'` lines that any POSIX shell can eval. */
export function exportLines(variables: Variables): string {
  return Object.entries(variables)
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", "'\\''")}'`)
    .join("\n");
}
