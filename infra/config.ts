// The shape of an environment's configuration; what two of its values can break together stands in config-rules.ts.
// dev, prod and the others are data of this shape: see environments.ts.
import { z } from "zod";
import { thresholdProblem } from "@/lib/domain/anomaly-thresholds";
import { isKmsKey } from "@/lib/domain/app-key";
import {
  DEFAULT_APPROVAL_HOURS,
  DEFAULT_BULK_FROM,
  MOST_APPROVAL_HOURS,
  TWO_PEOPLE_ACTS,
} from "@/lib/domain/approval/two-people";
import { DEFAULT_ROOT } from "@/lib/domain/bucket-keys";
import { DEFAULT_FULL_INTERVAL_DAYS } from "@/lib/domain/bundle-chain";
import { STORAGE_CLASSES } from "@/lib/domain/cost/prices";
import { SIGNING_ALGORITHMS } from "@/lib/domain/oidc-claims";
import { DEFAULT_REF_SCOPE, patternShapeProblem, refPatternProblem } from "@/lib/domain/ref-scope";
import { refusedAddress } from "@/lib/domain/refused-address";
import { DEFAULT_TARGETS } from "@/lib/domain/targets";
import { ENDPOINT_SERVICES } from "./endpoint-services";

const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "must be the name of a region, e.g. us-east-1");
const account = z.string().regex(/^\d{12}$/, "must be the 12 digits of an AWS account");
const days = z.number().int().positive();
const url = z
  .url({ protocol: /^https$/, error: "must be an https address" })
  .refine((value) => !refusedAddress(new URL(value).hostname), "no server has this address; it is the cloud's own");
const refPattern = z.string().superRefine((pattern, { addIssue }) => {
  const problem = pattern.includes(",") ? "has a comma; write two patterns instead" : refPatternProblem(pattern);
  if (problem) addIssue(`${pattern} ${problem}`);
});
/** The only retentions CloudWatch Logs accepts (up to three years of them). */
const logDays = z.literal([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096]);
const size = z.strictObject({
  cpu: z.number().int(),
  memoryMiB: z.number().int(),
  ephemeralStorageGiB: z.number().int().default(20),
});
const secretArn = z.string().regex(/^arn:[^:]+:secretsmanager:[^:]+:\d{12}:secret:.+$/, "must be a secret's ARN");
/** Or a key in KMS that the App's own was imported into: it signs, and nobody can read it; docs/deploy.md. */
const appKeyArn = z.union([secretArn, z.string().refine(isKmsKey)], "must be the ARN of a secret, or of a key in KMS");

const group = z.string().regex(/^[^,]+$/, "must be one group, without a comma");

/** Object lock: nobody deletes a version before its time, not even who may delete; see docs/security.md. */
const lock = z.strictObject({
  /** governance: whoever has s3:BypassGovernanceRetention still can. compliance: nobody can, root included, until it ends. */
  mode: z.enum(["governance", "compliance"]),
  /** As long as a bundle may be needed, when missing. */
  days: days.optional(),
  /** The bucket was made without it, and it was switched on by hand; docs/deploy.md has the two steps. */
  switchedOnByHand: z.boolean().default(false),
});

const colder = z.enum(STORAGE_CLASSES).exclude(["STANDARD"]);

/** What is out of the ordinary; see docs/backup-format.md. */
const anomalyConfig = z
  .strictObject({
    thresholds: z.record(z.string(), z.number()).superRefine((given, { addIssue }) => {
      for (const [name, value] of Object.entries(given)) {
        const problem = thresholdProblem(name, value);
        if (problem) addIssue(`${name} ${problem}`);
      }
    }),
    ignoredRefs: z.array(z.string()).superRefine((patterns, { addIssue }) => {
      for (const pattern of patterns) {
        const problem = patternShapeProblem(pattern);
        if (problem) addIssue(`${pattern} ${problem}`);
      }
    }),
  })
  .partial()
  .default({});

export const environmentConfig = z.strictObject({
  /** Part of every physical name. */
  name: z.string().regex(/^[a-z][a-z0-9-]{1,15}$/, "must be 2 to 16 of a-z, 0-9 and -, beginning with a letter"),
  account,
  region,
  /** Keep buckets, secrets and logs when a stack is deleted, and refuse to delete the load balancer. */
  protected: z.boolean(),
  github: z.strictObject({
    apiUrl: url.default("https://api.github.com"),
    serverUrl: url.default("https://github.com"),
    backupAppId: z.number().int().positive(),
    restoreAppId: z.number().int().positive(),
    oauthClientId: z.string().min(1),
  }),
  /** Over another environment's replica, in that one's region: a console and restores, nothing else; docs/disaster-recovery.md. */
  standby: z.boolean().default(false),
  network: z.strictObject({
    availabilityZones: z.array(z.string()).length(2),
    /** Of a network of its own, with natGateways; neither where one exists. */
    cidr: z.cidrv4().optional(),
    natGateways: z.number().int().min(1).max(2).optional(),
    /** A network that is there, subnets in the order of availabilityZones. Private ones have to reach GitHub. */
    existing: z
      .strictObject({
        vpcId: z.string().startsWith("vpc-"),
        privateSubnetIds: z.array(z.string().startsWith("subnet-")).length(2),
        publicSubnetIds: z.array(z.string().startsWith("subnet-")).length(2),
      })
      .optional(),
    /** AWS services that are reached without passing the NAT gateways, for a price per hour and zone. */
    interfaceEndpoints: z.array(z.enum(ENDPOINT_SERVICES)).default([]),
  }),
  /** What exists already: it is used by name and not configured; the doctor says what it lacks. */
  existing: z
    .strictObject({
      cluster: z.string().min(1).optional(),
      backupsBucket: z.string().min(3).optional(),
      recordsBucket: z.string().min(3).optional(),
      backupsReplicaBucket: z.string().min(3).optional(),
    })
    .default({}),
  backups: z.strictObject({
    rootPrefix: z.string().min(1).default(DEFAULT_ROOT),
    /** Snapshots this young are guaranteed to be restorable. */
    retentionDays: days,
    /** A full bundle is renewed when it is so old, or up to a quarter older; see docs/backup-format.md. */
    fullIntervalDays: days.default(DEFAULT_FULL_INTERVAL_DAYS),
    /** How long a deleted or replaced version can still be brought back. */
    recoveryDays: days,
    schedule: z.strictObject({ expression: z.string(), timezone: z.string() }),
    freshnessTargetHours: z.number().int().positive().default(24),
    concurrency: z.number().int().min(1).max(64).default(32),
    /** Refs that are not backed up, as patterns like refs/pull/*; see docs/backup-format.md. */
    excludeRefs: z.array(refPattern).default([...DEFAULT_REF_SCOPE.exclude]),
    /** A chain that was held because of an anomaly is kept so long. */
    holdDays: days.default(365),
    anomalies: anomalyConfig,
    /** What a backup does when another one is at work. */
    onActiveRun: z.enum(["refuse", "wait"]).default("refuse"),
  }),
  records: z.strictObject({ runRetentionDays: days }),
  /** Of the buckets that hold backups. */
  lock: z.strictObject({ primary: lock.optional(), replica: lock.optional() }).default({}),
  /** Where bundles go that no new snapshot needs any more; they stay in S3 Standard when missing. docs/cost.md. */
  colderStorage: z.strictObject({ primary: colder.optional(), replica: colder.optional() }).default({}),
  /** s3: keys of S3's own. kms: a key of Holdfast's own in each region, for buckets and logs. */
  encryption: z.enum(["s3", "kms"]).default("s3"),
  replica: z.strictObject({
    region,
    /** Another account's 12 digits: whoever takes over the primary's account then has no power over the copies. */
    account: account.optional(),
    /** S3 Replication Time Control: a 15 minute promise with metrics, for a price per GB. */
    timeControl: z.boolean(),
    /** An object that is not in the replica after this time raises an alarm. */
    targetMinutes: z.number().int().positive().default(DEFAULT_TARGETS.replicaTargetMinutes),
  }),
  verification: z
    .strictObject({
      /** Every repository's chain is rebuilt from storage at least this often. */
      proofIntervalDays: days.default(DEFAULT_TARGETS.proofIntervalDays),
      /** Once a day: each run proves a share, so that all are proven within the interval. */
      schedule: z
        .strictObject({ expression: z.string(), timezone: z.string() })
        .default({ expression: "cron(0 6 * * ? *)", timezone: "UTC" }),
      /** Restores a rotating sample for real; no drills, and no alarm over them, when missing. */
      drill: z
        .strictObject({
          /** A drill should end well at least this often. */
          intervalDays: days.default(7),
          schedule: z
            .strictObject({ expression: z.string(), timezone: z.string() })
            .default({ expression: "cron(0 9 ? * SUN *)", timezone: "UTC" }),
          /** Where the sample is restored to, with the restore App installed; on the task's own disk when missing. */
          organisation: z.string().min(1).optional(),
          repositories: z.number().int().positive().default(3),
        })
        .optional(),
    })
    .prefault({}),
  worker: z.strictObject({
    backup: size,
    restore: size,
    verify: size,
    logRetentionDays: logDays,
    architecture: z.enum(["x86", "arm64"]).default("x86"),
  }),
  console: z.strictObject({
    size,
    tasks: z.strictObject({
      min: z.number().int().positive(),
      max: z.number().int().positive(),
      /** More tasks are started above this, and stopped below it. */
      cpuTargetPercent: z.number().int().min(10).max(95).default(70),
    }),
    internetFacing: z.boolean(),
    allowedCidrs: z.array(z.cidrv4()).min(1),
    /** Both or neither. Without them the console speaks HTTP on the load balancer's own name, inside the VPC only. */
    domainName: z.string().min(1).optional(),
    certificateArn: z.string().startsWith("arn:").optional(),
    /** Route 53 zone that gets a record for domainName; made by hand when missing. */
    hostedZone: z.strictObject({ id: z.string().min(1), name: z.string().min(1) }).optional(),
    /** AWS WAF before the load balancer: Amazon's common rules, and a limit for each address. */
    firewall: z.strictObject({ requestsPerFiveMinutes: z.number().int().min(100) }).optional(),
    /** How often one person may change something, and one address sign in (a sign-in takes two); each task counts by itself. */
    limits: z
      .strictObject({
        actsPerMinute: z.number().int().positive().optional(),
        signInsPerMinute: z.number().int().positive().optional(),
      })
      .default({}),
    /** Looking into backups, in each task by itself: docs/browse.md. Its disk is the size's ephemeralStorageGiB. */
    browse: z
      .strictObject({
        budgetMiB: z.number().int().positive().optional(),
        repositoryMiB: z.number().int().positive().optional(),
        idleMinutes: z.number().positive().optional(),
        rebuilds: z.number().int().positive().max(16).optional(),
      })
      .default({}),
    organisation: z.string().min(1),
    teams: z.strictObject({
      viewers: z.array(z.string()),
      operators: z.array(z.string()),
      admins: z.array(z.string()),
    }),
    /** Signing in with an OpenID Connect provider besides GitHub: docs/sign-in.md. Its client secret exists already. */
    singleSignOn: z
      .strictObject({
        issuer: url,
        clientId: z.string().min(1),
        clientSecretArn: secretArn,
        /** What the sign-in page calls it. */
        name: z.string().min(1).max(40).optional(),
        scope: z.string().min(1).optional(),
        groupsClaim: z.string().min(1).optional(),
        signingAlgorithm: z.enum(SIGNING_ALGORITHMS).optional(),
        groups: z.strictObject({
          viewers: z.array(group).default([]),
          operators: z.array(group).default([]),
          admins: z.array(group).default([]),
        }),
      })
      .optional(),
  }),
  /** What one person alone may not do; nothing when missing. It takes two administrators: see docs/approvals.md. */
  twoPersonRule: z
    .strictObject({
      acts: z
        .array(z.enum(TWO_PEOPLE_ACTS))
        .min(1)
        .default([...TWO_PEOPLE_ACTS]),
      /** A restore of so many repositories is a bulk restore. */
      bulkFrom: z.number().int().positive().default(DEFAULT_BULK_FROM),
      /** How long a request may be approved and used. */
      hours: z.number().int().positive().max(MOST_APPROVAL_HOURS).default(DEFAULT_APPROVAL_HOURS),
    })
    .optional(),
  /** Secrets that exist already; the others are created, empty. */
  secrets: z
    .strictObject({
      backupAppKeyArn: appKeyArn.optional(),
      restoreAppKeyArn: appKeyArn.optional(),
      oauthClientSecretArn: secretArn.optional(),
    })
    .default({}),
  alarms: z.strictObject({ emails: z.array(z.email()).min(1) }),
  /** Who may deploy without a key, and where images are kept; nobody, and nowhere, when missing. */
  delivery: z
    .strictObject({
      /** GitHub repository whose Actions deploy, as owner/name. */
      repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/, "must be owner/name"),
      /** The GitHub environment whose jobs may; its approvals are asked for by GitHub before. */
      environment: z
        .string()
        .regex(/^[\w-]+$/, "must be the name of a GitHub environment, of letters, digits, - and _"),
      /** GitHub's identity provider, where the account has one already: there can be only one. */
      oidcProviderArn: z.string().startsWith("arn:").optional(),
      /** The same of the replica's account, where that is another one. */
      replicaOidcProviderArn: z.string().startsWith("arn:").optional(),
      /** The deploy role may empty this environment's own buckets, so that taking it down can take its backups too. */
      forceDestroy: z.boolean().default(false),
    })
    .optional(),
  /**
   * `source`: built from this checkout by `cdk deploy` (needs Docker). `registry`: images a pipeline has pushed.
   * `delivery`: those of the environment's own repositories, by commit; the deploy workflow sets it.
   */
  images: z.discriminatedUnion("from", [
    z.strictObject({ from: z.literal("source") }),
    z.strictObject({ from: z.literal("registry"), worker: z.string().min(1), console: z.string().min(1) }),
    z.strictObject({ from: z.literal("delivery"), revision: z.string().regex(/^[0-9a-f]{40}$/, "must be a commit") }),
  ]),
});

export type EnvironmentConfig = z.infer<typeof environmentConfig>;
export type EnvironmentInput = z.input<typeof environmentConfig>;
