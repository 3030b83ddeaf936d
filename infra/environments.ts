// The environments, as data. What is theirs alone stands here; what all of them share stands in the stacks.
// Account numbers, App ids, domain and addresses are placeholders: put in your own. CDK refuses to deploy to an account that
// the credentials do not belong to, so a forgotten placeholder does no harm.
import type { EnvironmentConfig, EnvironmentInput } from "./config";
import { ConfigurationError } from "./configuration-error";
import { parseConfig } from "./parse-config";
import { standbyOf } from "./standby";

export const DEV: EnvironmentInput = {
  name: "dev",
  account: "000000000001",
  region: "us-east-1",
  protected: false,
  github: { backupAppId: 1001, restoreAppId: 1002, oauthClientId: "replace-me" },
  network: { cidr: "10.40.0.0/16", natGateways: 1, availabilityZones: ["us-east-1a", "us-east-1b"] },
  backups: {
    retentionDays: 30,
    recoveryDays: 7,
    schedule: { expression: "cron(0 2 * * ? *)", timezone: "UTC" },
  },
  records: { runRetentionDays: 90 },
  replica: { region: "eu-west-1", timeControl: false },
  worker: {
    backup: { cpu: 1024, memoryMiB: 2048 },
    restore: { cpu: 1024, memoryMiB: 4096, ephemeralStorageGiB: 50 },
    verify: { cpu: 1024, memoryMiB: 2048, ephemeralStorageGiB: 30 },
    logRetentionDays: 30,
  },
  console: {
    size: { cpu: 512, memoryMiB: 1024 },
    tasks: { min: 1, max: 3, cpuTargetPercent: 80 },
    internetFacing: false,
    allowedCidrs: ["10.0.0.0/8"],
    organisation: "acme",
    teams: { viewers: ["*"], operators: ["platform"], admins: ["platform-leads"] },
  },
  alarms: { emails: ["platform-dev@example.com"] },
  delivery: { repository: "acme/holdfast", environment: "staging" },
  images: { from: "source" },
};

export const PROD: EnvironmentInput = {
  name: "prod",
  account: "000000000002",
  region: "us-east-1",
  protected: true,
  github: { backupAppId: 2001, restoreAppId: 2002, oauthClientId: "replace-me" },
  network: { cidr: "10.41.0.0/16", natGateways: 2, availabilityZones: ["us-east-1a", "us-east-1b"] },
  backups: {
    retentionDays: 365,
    holdDays: 730,
    recoveryDays: 30,
    schedule: { expression: "cron(0 2 * * ? *)", timezone: "UTC" },
    concurrency: 32,
  },
  records: { runRetentionDays: 400 },
  replica: { region: "eu-west-1", timeControl: true },
  lock: { primary: { mode: "governance" }, replica: { mode: "governance" } },
  verification: { drill: {} },
  worker: {
    backup: { cpu: 2048, memoryMiB: 4096 },
    restore: { cpu: 2048, memoryMiB: 8192, ephemeralStorageGiB: 200 },
    verify: { cpu: 2048, memoryMiB: 4096, ephemeralStorageGiB: 200 },
    logRetentionDays: 400,
  },
  console: {
    size: { cpu: 1024, memoryMiB: 2048 },
    tasks: { min: 2, max: 10, cpuTargetPercent: 70 },
    internetFacing: true,
    // The documentation's example network: replace it with the one your people come from.
    allowedCidrs: ["203.0.113.0/24"],
    domainName: "holdfast.example.com",
    certificateArn: "arn:aws:acm:us-east-1:000000000002:certificate/00000000-0000-0000-0000-000000000000",
    organisation: "acme",
    teams: { viewers: ["engineering"], operators: ["platform"], admins: ["platform-leads"] },
  },
  alarms: { emails: ["platform-oncall@example.com"] },
  delivery: { repository: "acme/holdfast", environment: "production" },
  images: { from: "source" },
};

/**
 * A replica in an account of its own, and GitHub Enterprise Server backed up hourly within extended business hours: what a
 * company does that fears for its AWS account as well.
 */
export const TWO_ACCOUNT: EnvironmentInput = {
  ...PROD,
  name: "two-account",
  account: "000000000003",
  github: {
    ...PROD.github,
    apiUrl: "https://git.example.com/api/v3",
    serverUrl: "https://git.example.com",
  },
  network: { ...PROD.network, cidr: "10.42.0.0/16" },
  backups: {
    ...PROD.backups,
    schedule: { expression: "cron(0 6-22 ? * MON-FRI *)", timezone: "Europe/Berlin" },
    // From Friday's last backup to Monday's first.
    freshnessTargetHours: 56,
  },
  replica: { region: "eu-west-1", account: "000000000004", timeControl: true },
  // Nobody of either account can shorten this, so try it in another environment first.
  lock: { replica: { mode: "compliance" } },
  encryption: "kms",
  console: {
    ...PROD.console,
    domainName: "holdfast-two.example.com",
    certificateArn: "arn:aws:acm:us-east-1:000000000003:certificate/00000000-0000-0000-0000-000000000000",
  },
};

/** What is left of prod on the day its region is gone: docs/disaster-recovery.md. */
export const PROD_STANDBY: EnvironmentInput = standbyOf(PROD, {
  name: "prod-standby",
  images: { from: "source" },
  network: { cidr: "10.43.0.0/16", natGateways: 1, availabilityZones: ["eu-west-1a", "eu-west-1b"] },
  secrets: {
    restoreAppKeyArn: "arn:aws:secretsmanager:eu-west-1:000000000002:secret:holdfast-prod/restore-app-key-AbCdEf",
    oauthClientSecretArn: "arn:aws:secretsmanager:eu-west-1:000000000002:secret:holdfast-prod/oauth-secret-AbCdEf",
  },
  console: {
    ...PROD.console,
    tasks: { min: 1, max: 3 },
    domainName: "holdfast-standby.example.com",
    certificateArn: "arn:aws:acm:eu-west-1:000000000002:certificate/00000000-0000-0000-0000-000000000000",
  },
});

const ENVIRONMENTS: readonly EnvironmentInput[] = [DEV, PROD, TWO_ACCOUNT, PROD_STANDBY];

/** The checked configuration called `name`, with the images of `revision` where one is given. @throws ConfigurationError */
export function environmentNamed(name: string, revision?: string): EnvironmentConfig {
  const input = ENVIRONMENTS.find((each) => each.name === name);
  if (input) return parseConfig(revision ? { ...input, images: { from: "delivery", revision } } : input);
  throw new ConfigurationError(name, [
    {
      path: "environment",
      sentence: `there is no environment called ${name}`,
      hint: `Use --context environment=${ENVIRONMENTS.map((each) => each.name).join("|")}, or add it to infra/environments.ts.`,
    },
  ]);
}
