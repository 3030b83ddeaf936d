// The worker's composition root: the only file of the worker that creates adapters.
import { GitHubApp } from "@/lib/adapters/github/github-app";
import { GitHubCodeHost } from "@/lib/adapters/github/github-code-host";
import { GitHubRestoreTarget } from "@/lib/adapters/github/github-restore-target";
import { WritePace } from "@/lib/adapters/github/write-pace";
import { CloudWatchMetrics } from "@/lib/adapters/metrics/cloudwatch-metrics";
import { S3ObjectStore } from "@/lib/adapters/s3/s3-object-store";
import { SecretsManagerSecrets } from "@/lib/adapters/secrets/secrets-manager";
import { isKmsKey, regionOfKey } from "@/lib/domain/app-key";
import { AppError } from "@/lib/domain/errors";
import type {
  BackupEnvironment,
  HoldEnvironment,
  RestoreEnvironment,
  VerifyEnvironment,
  WatchEnvironment,
} from "@/lib/env";
import type { CodeHost, HostOptions } from "@/lib/ports/code-host";
import type { KeySigner } from "@/lib/ports/key-signer";
import type { MetricSink } from "@/lib/ports/monitoring";
import type { ObjectStore } from "@/lib/ports/object-store";
import type { RestoreTarget } from "@/lib/ports/restore-target";
import type { Log } from "./log";

export interface BackupServices {
  primary: ObjectStore;
  records?: ObjectStore;
  metrics: MetricSink;
  /** Reads the App's key, so it is made when the run has begun: a missing key is then a failed run, not a dead process. */
  codeHost: (options: HostOptions) => Promise<CodeHost>;
}

export interface RestoreServices {
  primary: ObjectStore;
  replica?: ObjectStore;
  records?: ObjectStore;
  target: (options?: HostOptions) => Promise<RestoreTarget>;
}

export interface VerifyServices {
  primary: ObjectStore;
  replica?: ObjectStore;
  records?: ObjectStore;
  metrics: MetricSink;
}

export interface HoldServices {
  primary: ObjectStore;
  records?: ObjectStore;
}

export function holdServices(env: HoldEnvironment, log: Log): HoldServices {
  const { primary, records } = stores(env, log);
  return { primary, records };
}

export function verifyServices(env: VerifyEnvironment, log: Log): VerifyServices {
  return { ...stores(env, log), metrics: new CloudWatchMetrics({ region: env.AWS_REGION }) };
}

export function backupServices(env: BackupEnvironment, log: Log): BackupServices {
  return {
    ...stores(env, log),
    metrics: new CloudWatchMetrics({ region: env.AWS_REGION }),
    codeHost: async (options) =>
      new GitHubCodeHost(await githubApp(env, env.GITHUB_APP_ID, env.GITHUB_APP_KEY_SECRET_ARN, options)),
  };
}

export interface WatchServices {
  primary: ObjectStore;
  replica?: ObjectStore;
  records: ObjectStore;
  metrics: MetricSink;
}

export function watchServices(env: WatchEnvironment, log: Log): WatchServices {
  const { records, ...others } = stores(env, log);
  if (!records) throw new AppError("settings-invalid", { problems: "  RECORDS_BUCKET is missing" });
  return { ...others, records, metrics: new CloudWatchMetrics({ region: env.AWS_REGION }) };
}

export function restoreServices(env: RestoreEnvironment, log: Log): RestoreServices {
  return {
    ...stores(env, log),
    target: async (options) =>
      new GitHubRestoreTarget(
        await githubApp(env, ...restoreApp(env), options),
        env.GITHUB_PACING === "on" ? writePace(log, options?.signal) : undefined,
      ),
  };
}

function restoreApp({ RESTORE_APP_ID, RESTORE_APP_KEY_SECRET_ARN }: RestoreEnvironment): [number, string] {
  if (RESTORE_APP_ID !== undefined && RESTORE_APP_KEY_SECRET_ARN !== undefined)
    return [RESTORE_APP_ID, RESTORE_APP_KEY_SECRET_ARN];
  throw new AppError("settings-invalid", { problems: "  RESTORE_APP_ID or RESTORE_APP_KEY_SECRET_ARN is missing" });
}

function writePace(log: Log, signal: AbortSignal | undefined): WritePace {
  const onWait = (until: Date) =>
    log.info(
      "pace",
      `the next change on GitHub waits until ${until.toISOString().slice(11, 19)} UTC: they are spaced out`,
    );
  return new WritePace({ signal, onWait });
}

/** Half a minute of S3's trouble costs less than to fetch a large pack once more. */
const STORAGE_ATTEMPTS = 7;

/** Records are small. A run that was stopped has to write its last word in time, behind one that may hang. */
const RECORD_IDLE_SECONDS = 20;

type Stores = BackupEnvironment | HoldEnvironment | RestoreEnvironment | VerifyEnvironment | WatchEnvironment;

function stores(env: Stores, log: Log) {
  const open = (bucket: string, region: string, endpoint?: string, idleSeconds = env.S3_IDLE_TIMEOUT_SECONDS) =>
    new S3ObjectStore({
      bucket,
      region,
      endpoint,
      attempts: STORAGE_ATTEMPTS,
      // S3 is back sooner than GitHub.
      firstPauseMs: env.RETRY_PAUSE_MS / 2,
      idleTimeoutMs: idleSeconds * 1000,
      onRetry: ({ detail, pauseMs }) =>
        log.warn("storage-retry", `${bucket}: ${detail}; trying again in ${(pauseMs / 1000).toFixed(1)} s`),
    });
  const { AWS_REGION: region, RECORDS_BUCKET: records, REPLICA_BUCKET: replica } = env;
  return {
    primary: open(env.S3_BUCKET, region),
    records: records
      ? open(records, region, undefined, Math.min(env.S3_IDLE_TIMEOUT_SECONDS, RECORD_IDLE_SECONDS))
      : undefined,
    replica: replica ? open(replica, env.REPLICA_REGION ?? region, env.REPLICA_ENDPOINT_URL) : undefined,
  };
}

/** An App by its id and where its key is. @throws AppError secret-missing, github-credentials, aws-denied, aws-unreachable */
export async function githubApp(
  env: Pick<BackupEnvironment, "AWS_REGION" | "GITHUB_API_URL" | "GITHUB_SERVER_URL"> & { RETRY_PAUSE_MS?: number },
  appId: number,
  keyPlace: string,
  options?: HostOptions,
): Promise<GitHubApp> {
  const region = env.AWS_REGION;
  const key = isKmsKey(keyPlace)
    ? await signerOf(keyPlace, region)
    : await new SecretsManagerSecrets({ region }).read(keyPlace);
  const settings = { appId, key, apiUrl: env.GITHUB_API_URL, serverUrl: env.GITHUB_SERVER_URL };
  return new GitHubApp(settings, { ...options, firstPauseMs: env.RETRY_PAUSE_MS });
}

/** The client of a service that few deployments speak to: only their starts should pay for it. */
async function signerOf(key: string, region: string): Promise<KeySigner> {
  const { KmsSigner } = await import("@/lib/adapters/kms/kms-signer");
  return new KmsSigner({ key, region: regionOfKey(key) ?? region });
}
