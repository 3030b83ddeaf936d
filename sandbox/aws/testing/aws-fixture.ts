import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { ECSClient } from "@aws-sdk/client-ecs";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SNSClient } from "@aws-sdk/client-sns";
import { STSClient } from "@aws-sdk/client-sts";
import { ADMIN, type Principal, Principals } from "../../shared/principals";
import { type AwsOptions, type AwsServer, startAws } from "../server";

export const REGION = "us-east-1";
export const ACCOUNT = "123456789012";

/** A server on a directory of its own, and what a test needs to talk to it. */
export interface AwsFixture {
  dataDir: string;
  principals: Principals;
  log: string[];
  readonly url: string;
  /** Clients of a principal; the administrator's when none is given. */
  clients(principal?: Principal): AwsClients;
  /** Closes the server and starts another one on the same directory. */
  restart(change?: Partial<AwsOptions>): Promise<void>;
  close(): Promise<void>;
}

export type AwsClients = ReturnType<typeof awsClients>;

export async function startFixture(change: Partial<AwsOptions> = {}): Promise<AwsFixture> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "holdfast-aws-"));
  const principals = await Principals.open(dataDir);
  const log: string[] = [];
  const open = (more: Partial<AwsOptions>) =>
    startAws({
      dataDir,
      port: 0,
      region: REGION,
      accountId: ACCOUNT,
      principals,
      images: { node: { argv: [process.execPath, "-e"], cwd: dataDir } },
      taskEnvironment: () => ({ SANDBOX_GREETING: "hello" }),
      delays: { provisioningMs: 10, pendingMs: 10 },
      log: (line) => log.push(line),
      ...change,
      ...more,
    });
  let server: AwsServer = await open({});
  return {
    dataDir,
    principals,
    log,
    get url() {
      return server.url;
    },
    clients: (principal = ADMIN) => awsClients(server.url, principal),
    async restart(more = {}) {
      await server.close();
      server = await open(more);
    },
    async close() {
      await server.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The unmodified SDK clients. */
export function awsClients(endpoint: string, { accessKeyId, secretAccessKey }: Principal) {
  const config = { endpoint, region: REGION, credentials: { accessKeyId, secretAccessKey }, maxAttempts: 1 };
  return {
    ecs: new ECSClient(config),
    cloudwatch: new CloudWatchClient(config),
    logs: new CloudWatchLogsClient(config),
    secrets: new SecretsManagerClient(config),
    scheduler: new SchedulerClient(config),
    sns: new SNSClient(config),
    sts: new STSClient(config),
  };
}

/** A principal that may do what `allow` says. */
export function principal(name: string, allow: string[]): Principal {
  return { name, accessKeyId: `KEY${name.toUpperCase()}`, secretAccessKey: `secret of ${name}`, allow };
}

/** Asks until `check` answers something, for at most `ms`. */
export async function eventually<T>(what: string, check: () => Promise<T | undefined>, ms = 20_000): Promise<T> {
  const giveUpAt = Date.now() + ms;
  for (;;) {
    const found = await check();
    if (found !== undefined) return found;
    if (Date.now() > giveUpAt) throw new Error(`waited ${ms} ms in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
