// The worker's composition root: the only file of the worker that creates adapters.
import { GitHubApp } from "@/lib/adapters/github/github-app";
import { GitHubCodeHost } from "@/lib/adapters/github/github-code-host";
import { GitHubRestoreTarget } from "@/lib/adapters/github/github-restore-target";
import { CloudWatchMetrics } from "@/lib/adapters/metrics/cloudwatch-metrics";
import { S3ObjectStore } from "@/lib/adapters/s3/s3-object-store";
import { SecretsManagerSecrets } from "@/lib/adapters/secrets/secrets-manager";
import type { BackupEnvironment, RestoreEnvironment } from "@/lib/env";
import type { CodeHost } from "@/lib/ports/code-host";
import type { MetricSink } from "@/lib/ports/monitoring";
import type { ObjectStore } from "@/lib/ports/object-store";
import type { RestoreTarget } from "@/lib/ports/restore-target";

export interface BackupServices {
  primary: ObjectStore;
  records?: ObjectStore;
  metrics: MetricSink;
  /** Reads the App's key, so it is made when the run has begun: a missing key is then a failed run, not a dead process. */
  codeHost: () => Promise<CodeHost>;
}

export interface RestoreServices {
  primary: ObjectStore;
  replica?: ObjectStore;
  records?: ObjectStore;
  target: () => Promise<RestoreTarget>;
}

export function backupServices(env: BackupEnvironment): BackupServices {
  return {
    ...stores(env),
    metrics: new CloudWatchMetrics({ region: env.AWS_REGION }),
    codeHost: async () => new GitHubCodeHost(await githubApp(env, env.GITHUB_APP_ID, env.GITHUB_APP_KEY_SECRET_ARN)),
  };
}

export function restoreServices(env: RestoreEnvironment): RestoreServices {
  return {
    ...stores(env),
    target: async () =>
      new GitHubRestoreTarget(await githubApp(env, env.RESTORE_APP_ID, env.RESTORE_APP_KEY_SECRET_ARN)),
  };
}

function stores(env: BackupEnvironment | RestoreEnvironment) {
  const region = env.AWS_REGION;
  return {
    primary: new S3ObjectStore({ bucket: env.S3_BUCKET, region }),
    records: env.RECORDS_BUCKET ? new S3ObjectStore({ bucket: env.RECORDS_BUCKET, region }) : undefined,
    replica: env.REPLICA_BUCKET
      ? new S3ObjectStore({
          bucket: env.REPLICA_BUCKET,
          region: env.REPLICA_REGION ?? region,
          endpoint: env.REPLICA_ENDPOINT_URL,
        })
      : undefined,
  };
}

async function githubApp(
  env: BackupEnvironment | RestoreEnvironment,
  appId: number,
  keySecret: string,
): Promise<GitHubApp> {
  const privateKey = await new SecretsManagerSecrets({ region: env.AWS_REGION }).read(keySecret);
  return new GitHubApp({ appId, privateKey, apiUrl: env.GITHUB_API_URL, serverUrl: env.GITHUB_SERVER_URL });
}
