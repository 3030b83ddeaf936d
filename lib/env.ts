// Every environment variable of every process, with what it means. `parse` is a function of its argument; nothing is read
// at import. A wrong or missing variable gives one message each, all at once.
import { z } from "zod";
import { DEFAULT_ROOT } from "@/lib/domain/bucket-keys";
import { AppError } from "@/lib/domain/errors";

const text = (description: string) => z.string().trim().min(1).describe(description);
const url = (description: string) =>
  z
    .url({ protocol: /^https?$/ })
    .transform((value) => value.replace(/\/+$/, ""))
    .describe(description);
const wholeNumber = (description: string) => z.coerce.number().int().positive().describe(description);
const list = (description: string) =>
  z
    .string()
    .transform((value) =>
      value
        .split(",")
        .map((each) => each.trim())
        .filter(Boolean),
    )
    .describe(description);

const github = {
  GITHUB_API_URL: url("REST address; https://HOST/api/v3 for GitHub Enterprise Server").default(
    "https://api.github.com",
  ),
  GITHUB_SERVER_URL: url("web and git address; https://HOST for GitHub Enterprise Server").default(
    "https://github.com",
  ),
};

const storage = {
  AWS_REGION: text("region of the task and of the primary bucket; AWS_DEFAULT_REGION is read too"),
  S3_BUCKET: text("bucket the backups go to (the primary)"),
  ROOT_PREFIX: text("first part of every key in the bucket")
    .regex(/^[^/](.*[^/])?$/, "must not begin or end with /")
    .default(DEFAULT_ROOT),
  RECORDS_BUCKET: text("bucket for run records, plans and receipts; without it no progress is recorded").optional(),
  REPLICA_BUCKET: text("bucket S3 replicates the primary to").optional(),
  REPLICA_REGION: text("region of the replica bucket").optional(),
  REPLICA_ENDPOINT_URL: url("S3 endpoint of the replica, where it is not AWS's own").optional(),
};

const backupApp = {
  GITHUB_APP_ID: wholeNumber("numeric id of the backup GitHub App"),
  GITHUB_APP_KEY_SECRET_ARN: text("Secrets Manager ARN (or name) of the App's private key in PEM"),
};

const run = {
  RUN_ID: text("id of the run this task belongs to; made up when missing").optional(),
  RUN_TRIGGER: z.enum(["schedule", "manual", "retry"]).describe("why the run was started").default("schedule"),
  ECS_CONTAINER_METADATA_URI_V4: url("set by ECS: where the task learns its own ARN").optional(),
};

export const backupEnvironment = z.object({
  ...backupApp,
  GITHUB_APP_INSTALLATION_ID: wholeNumber("back up this installation only; all installations when missing").optional(),
  ...github,
  ...storage,
  ...run,
  CHECK_OBJECTS: z
    .enum(["true", "false"])
    .transform((value) => value === "true")
    .describe(
      "inflate every object while it streams (finds damage on the server's disk); false trusts the pack's checksum",
    )
    .default(true),
  CONCURRENCY: z.coerce.number().int().min(1).max(64).describe("repositories captured at the same time").default(16),
});
export type BackupEnvironment = z.infer<typeof backupEnvironment>;

export const restoreEnvironment = z.object({
  RESTORE_APP_ID: wholeNumber("numeric id of the restore GitHub App"),
  RESTORE_APP_KEY_SECRET_ARN: text("Secrets Manager ARN (or name) of the restore App's private key in PEM"),
  ...github,
  ...storage,
  ...run,
  SCRATCH_DIR: text("directory for the rebuilt repository; the system's temporary directory when missing").optional(),
});
export type RestoreEnvironment = z.infer<typeof restoreEnvironment>;

export const consoleEnvironment = z.object({
  ...github,
  ...storage,
  RECORDS_BUCKET: text("bucket for run records, plans and receipts"),
  ENVIRONMENT_NAME: text("shown in the header, e.g. production").default("production"),
  NEXTAUTH_URL: url("the console's own address"),
  NEXTAUTH_SECRET: text("secret that signs the sessions, 32 characters or more").min(
    32,
    "must have 32 characters or more",
  ),
  GITHUB_OAUTH_CLIENT_ID: text("client id of the GitHub OAuth app people sign in with"),
  GITHUB_OAUTH_CLIENT_SECRET: text("its client secret"),
  ACCESS_ORGANISATION: text("organisation whose teams decide who may do what"),
  VIEWER_TEAMS: list("team slugs that may look, comma-separated; * for every member of the organisation").default([]),
  OPERATOR_TEAMS: list("team slugs that may also run and restore").default([]),
  ADMIN_TEAMS: list("team slugs that may also approve").default([]),
  ECS_CLUSTER: text("cluster the worker's tasks run on"),
  ECS_BACKUP_TASK: text("task definition family of the backup worker"),
  ECS_RESTORE_TASK: text("task definition family of the restore worker"),
  ECS_SUBNETS: list("subnets for the tasks, comma-separated").default([]),
  ECS_SECURITY_GROUPS: list("security groups for the tasks, comma-separated").default([]),
  SCHEDULE_NAME: text("EventBridge Scheduler schedule of the backup").optional(),
  ALARM_PREFIX: text("beginning of the names of Holdfast's alarms").default("holdfast"),
  FRESHNESS_TARGET_HOURS: wholeNumber("no repository's newest backup should be older than this (RPO)").default(24),
});
export type ConsoleEnvironment = z.infer<typeof consoleEnvironment>;

export type Environment = Record<string, string | undefined>;

/**
 * Parses `env` by `schema`. Empty variables count as missing; AWS_DEFAULT_REGION stands in for AWS_REGION.
 * @throws AppError settings-invalid with a line per variable that is missing or wrong
 */
export function parse<T extends z.ZodObject>(schema: T, env: Environment): z.infer<T> {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
  const result = schema.safeParse({ AWS_REGION: present.AWS_DEFAULT_REGION, ...present });
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    const meaning = schema.shape[name]?.description ?? meaningOf(schema, name);
    const what =
      present[name] === undefined && !(name === "AWS_REGION" && present.AWS_DEFAULT_REGION)
        ? "is missing"
        : `is wrong: ${issue.message}`;
    return `  ${name} ${what}${meaning ? ` (${meaning})` : ""}`;
  });
  throw new AppError("settings-invalid", { problems: [...new Set(problems)].join("\n") });
}

/** Name, meaning and default of every variable of a schema, for `--help` and the docs. */
export function describeVariables(
  schema: z.ZodObject,
): { name: string; meaning: string; required: boolean; fallback?: string }[] {
  return Object.keys(schema.shape).map((name) => {
    const member = schema.shape[name] as z.ZodType;
    const empty = member.safeParse(undefined);
    const fallback = empty.success && empty.data !== undefined ? String(empty.data) : undefined;
    return { name, meaning: meaningOf(schema, name), required: !empty.success, fallback };
  });
}

function meaningOf(schema: z.ZodObject, name: string): string {
  let member: unknown = schema.shape[name];
  while (member instanceof z.ZodType) {
    if (member.description) return member.description;
    member = "innerType" in member.def ? member.def.innerType : undefined;
  }
  return "";
}
