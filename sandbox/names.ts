// What the sandbox's installation of Holdfast is called: the one place for names that seed, provisioning and env share.
import { DEFAULT_TARGETS } from "@/lib/domain/targets";

export const REGION = "us-east-1";
export const REPLICA_REGION = "eu-west-1";
export const ACCOUNT_ID = "123456789012";

export const BUCKETS = {
  backups: "holdfast-backups",
  replica: "holdfast-backups-replica",
  records: "holdfast-records",
} as const;

export const CLUSTER = "holdfast";
export const IMAGE = "holdfast-worker";
export const LOG_GROUP = "/holdfast/worker";
export const TASKS = {
  backup: "holdfast-backup",
  restore: "holdfast-restore",
  verify: "holdfast-verify",
  drill: "holdfast-drill",
  hold: "holdfast-hold",
} as const;
export const SCHEDULE = "holdfast-backup";
export const VERIFY_SCHEDULE = "holdfast-verify";
export const WATCH_SCHEDULE = "holdfast-watch";
export const DRILL_SCHEDULE = "holdfast-drill";
/** Fargate tasks name their network; here nothing routes by it. */
export const NETWORK = { subnets: ["subnet-sandbox"], securityGroups: ["sg-sandbox"] };
/** The defaults of the variables worker and console go by, and a drill a week. */
export const TARGETS = { ...DEFAULT_TARGETS, drillIntervalDays: 7 };
export const ALARM_PREFIX = "holdfast";
export const TOPIC = "holdfast-alarms";

export const SECRETS = { backupKey: "holdfast/backup-app-key", restoreKey: "holdfast/restore-app-key" } as const;

export const APPS = {
  backup: { id: 1001, slug: "holdfast-backup", installation: 5001 },
  restore: { id: 1002, slug: "holdfast-restore", installation: 5002 },
} as const;

/** What a drill restores, and where: an organisation that nothing else uses. */
export const DRILLS = { organisation: "acme-drills", installation: 5003, repositories: 3 } as const;

export const ORGANISATION = "acme";
export const OAUTH = { clientId: "Iv1.holdfastconsole", clientSecret: "sandbox-oauth-client-secret" } as const;
export const TEAMS = { viewers: "engineering", operators: "platform", admins: "backup-admins" } as const;

/** Names of the principals the tasks and the console run as; a task role's ARN ends in one of them. */
export const ROLES = {
  backup: "holdfast-backup-task",
  restore: "holdfast-restore-task",
  verify: "holdfast-verify-task",
  hold: "holdfast-hold-task",
  console: "holdfast-console",
  download: "holdfast-download",
  scheduler: "holdfast-scheduler",
} as const;

export const DOWNLOAD_ROLE_ARN = `arn:aws:iam::${ACCOUNT_ID}:role/${ROLES.download}`;

/** Names of the roles ECS itself starts the tasks with. Their principals need not exist: no container has secrets. */
export const EXECUTION_ROLES = {
  backup: "holdfast-backup-execution",
  restore: "holdfast-restore-execution",
  verify: "holdfast-verify-execution",
  hold: "holdfast-hold-execution",
} as const;

/** Whose roles a task has: a drill is a restore, with a restore's. */
export const ROLES_OF_TASKS = {
  backup: "backup",
  restore: "restore",
  verify: "verify",
  drill: "restore",
  hold: "hold",
} as const satisfies Record<keyof typeof TASKS, keyof typeof EXECUTION_ROLES>;

export const DEFAULT_PORTS = { github: 4801, s3: 4802, s3Replica: 4803, aws: 4804, console: 3000 } as const;
export type SandboxPorts = Record<Exclude<keyof typeof DEFAULT_PORTS, "console">, number>;
