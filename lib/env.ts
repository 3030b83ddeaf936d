// Every environment variable of every process, with what it means. Nothing is read here: see read-environment.ts.
import { z } from "zod";
import { DEFAULT_IGNORED_REFS } from "@/lib/domain/anomaly-thresholds";
import { FIRST_PAUSE_MS } from "@/lib/domain/backoff";
import { DEFAULT_ROOT } from "@/lib/domain/bucket-keys";
import { DEFAULT_FULL_INTERVAL_DAYS } from "@/lib/domain/bundle-chain";
import { DEFAULT_PUSH_LIMIT_MIB } from "@/lib/domain/github-limits";
import { REFERENCE_PLACE } from "@/lib/domain/log-link";
import { CONNECTIVITY_MODES } from "@/lib/domain/pack-checks";
import { DEFAULT_REF_SCOPE } from "@/lib/domain/ref-scope";
import { DEFAULT_RESTORE_CONCURRENCY } from "@/lib/domain/restore-estimate";
import { side } from "@/lib/domain/side-schema";
import { browseVariables } from "./browse-variables";
import { catalogueVariables } from "./catalogue-variables";
import {
  anyRefPatterns,
  list,
  refPatterns,
  serverUrl,
  sessionSecrets,
  text,
  thresholds,
  url,
  wholeNumber,
} from "./env-kinds";
import { oneGitHub, wholeOidc, wholeOrStandby } from "./env-rules";
import { backupApp, githubVariables, restoreApp } from "./github-variables";
import { oidcVariables } from "./oidc-variables";
import { targetVariables } from "./target-variables";
import { taskVariables } from "./task-variables";
import { twoPeopleVariables } from "./two-people-variables";

const storage = {
  AWS_REGION: text("region of the task and of the primary bucket; AWS_DEFAULT_REGION is read too"),
  S3_BUCKET: text("bucket the backups go to (the primary)"),
  ROOT_PREFIX: text("first part of every key in the bucket")
    .regex(/^[^/](.*[^/])?$/, "must not begin or end with /")
    .default(DEFAULT_ROOT),
  RECORDS_BUCKET: text("bucket for run records, plans and receipts; without it no progress is recorded").optional(),
  REPLICA_BUCKET: text("bucket S3 replicates the primary to").optional(),
  REPLICA_REGION: text("region of the replica bucket").optional(),
  REPLICA_ENDPOINT_URL: serverUrl("S3 endpoint of the replica, where it is not AWS's own").optional(),
};

const chains = {
  FULL_INTERVAL_DAYS: wholeNumber(
    "a new full bundle of a repository when the old one is so old, and up to a quarter more so that they spread; what expires objects has to know it",
  ).default(DEFAULT_FULL_INTERVAL_DAYS),
};

const run = {
  RUN_ID: text("id of the run this task belongs to; made up when missing").optional(),
  RUN_TRIGGER: z.enum(["schedule", "manual", "retry"]).describe("why the run was started").default("schedule"),
  ECS_CONTAINER_METADATA_URI_V4: url("set by ECS: where the task learns its own ARN").optional(),
  RETRY_PAUSE_MS: wholeNumber(
    "milliseconds before what failed for a passing reason is first tried again; each further pause is longer",
  ).default(FIRST_PAUSE_MS),
  S3_IDLE_TIMEOUT_SECONDS: wholeNumber(
    "a connection to S3 on which nothing moves for so long is given up and the request made again",
  ).default(120),
  STOP_PATIENCE_SECONDS: wholeNumber(
    "after SIGTERM, what is under way has so long to end before the run writes its last word; below the stop timeout of ECS",
  ).default(60),
};

const anomalies = {
  ANOMALY_THRESHOLDS: thresholds(
    "from which numbers on a change is out of the ordinary, where they are not the defaults, e.g. collapse-refs=10,moved-tags=3; docs/backup-format.md lists them",
  ).optional(),
  ANOMALY_IGNORE_REFS: anyRefPatterns(
    "refs whose moves and deletions are no anomaly, as comma-separated patterns like refs/heads/renovate/*; none to look at every branch and tag",
  ).default([...DEFAULT_IGNORED_REFS]),
};

export const backupEnvironment = z
  .object({
    ...backupApp,
    GITHUB_APP_INSTALLATION_ID: wholeNumber(
      "back up this installation only; all installations when missing",
    ).optional(),
    ...githubVariables,
    ...storage,
    ...run,
    CHECK_OBJECTS: z
      .enum(["true", "false"])
      .transform((value) => value === "true")
      .describe(
        "inflate every object while it streams (finds damage on the server's disk); false trusts the pack's checksum",
      )
      .default(true),
    CONNECTIVITY_CHECK: z
      .enum(CONNECTIVITY_MODES)
      .describe(
        "whether git checks, while a full bundle streams, that no object is missing: off, small (packs up to CONNECTIVITY_SMALL_MIB) or all",
      )
      .default("small"),
    CONNECTIVITY_SMALL_MIB: wholeNumber("largest pack that CONNECTIVITY_CHECK=small checks, in MiB").default(10),
    SCRATCH_BUDGET_MIB: wholeNumber(
      "scratch disk all connectivity checks together may take, in MiB; a bundle that finds none left is stored without the check",
    ).default(1024),
    SCRATCH_DIR: text("directory for them; the system's temporary directory when missing").optional(),
    EXCLUDE_REFS: refPatterns(
      "refs that are not backed up, as comma-separated patterns like refs/pull/*; * stands for any characters, slashes too; none to back up every ref",
    ).default([...DEFAULT_REF_SCOPE.exclude]),
    ...anomalies,
    ...chains,
    ON_ACTIVE_RUN: z
      .enum(["refuse", "wait"])
      .describe("what to do when another backup is at work: refuse, or wait for its end and go on; --wait is the same")
      .default("refuse"),
    ACTIVE_RUN_WAIT_MINUTES: z.coerce.number().positive().max(10_080).describe("wait no longer than this").default(720),
    CONCURRENCY: z.coerce
      .number()
      .int()
      .min(1)
      .max(64)
      .describe("repositories captured at the same time, at most; fewer while GitHub asks for it or fails")
      .default(32),
    GIT_IDLE_TIMEOUT_SECONDS: wholeNumber(
      "a transfer in which nothing comes for so long is broken off and tried again; servers send a sign every few seconds",
    ).default(120),
  })
  .superRefine(oneGitHub);
export type BackupEnvironment = z.infer<typeof backupEnvironment>;

const restoreSettings = {
  ...githubVariables,
  ...storage,
  ...run,
  ...twoPeopleVariables,
  SCRATCH_DIR: text("directory for the rebuilt repository; the system's temporary directory when missing").optional(),
  RESTORE_CONCURRENCY: z.coerce
    .number()
    .int()
    .min(1)
    .max(16)
    .describe("repositories restored at the same time, of a restore of many")
    .default(DEFAULT_RESTORE_CONCURRENCY),
  PUSH_LIMIT_MIB: wholeNumber(
    "a history with more than this is pushed in parts, in MiB of the pack as estimated; GitHub takes 2048 a push",
  ).default(DEFAULT_PUSH_LIMIT_MIB),
  GITHUB_PACING: z
    .enum(["on", "off"])
    .describe(
      "on: keep to the pace github.com asks for between changes and between pushes; off: for a GitHub Enterprise Server without these limits",
    )
    .default("on"),
  GIT_IDLE_TIMEOUT_SECONDS: wholeNumber(
    "a push in which nothing moves for so long is broken off and tried again; GitHub checks a large one in silence",
  ).default(600),
};

export const restoreEnvironment = z.object({ ...restoreApp, ...restoreSettings }).superRefine(oneGitHub);

/** Of a restore in which GitHub is not asked: into a directory, into one bundle, or a plan that is only printed. */
export const offlineRestoreEnvironment = z
  .object({
    RESTORE_APP_ID: restoreApp.RESTORE_APP_ID.optional(),
    RESTORE_APP_KEY_SECRET_ARN: restoreApp.RESTORE_APP_KEY_SECRET_ARN.optional(),
    ...restoreSettings,
  })
  .superRefine(oneGitHub);
export type RestoreEnvironment = z.infer<typeof offlineRestoreEnvironment>;

/** Of drills: the worker does as they say, and the console tells it beforehand. */
const drills = {
  DRILL_ORGANISATION: text(
    "organisation the sample is restored into and taken away from again; rebuilt on the worker's disk when missing",
  ).optional(),
  DRILL_REPOSITORIES: wholeNumber("repositories in a drill's sample").default(3),
};

/** Of a drill: the restore App is needed only where there is an organisation to restore into. */
export const drillEnvironment = z
  .object({
    ...offlineRestoreEnvironment.shape,
    RECORDS_BUCKET: text("bucket for run records and receipts; the drills themselves are kept there"),
    ...drills,
    DRILL_SIDE: side.describe("bucket that is read").default("primary"),
  })
  .superRefine(oneGitHub);
export type DrillEnvironment = z.infer<typeof drillEnvironment>;

const watched = {
  SCHEDULE_NAME: text("EventBridge Scheduler schedule of the backup").optional(),
  ALARM_PREFIX: text("beginning of the names of Holdfast's alarms").default("holdfast"),
  ...targetVariables,
};

/** Of the evidence pack: what is configured stands in it. */
export const evidenceEnvironment = z
  .object({
    ...githubVariables,
    ...storage,
    RECORDS_BUCKET: text("bucket for run records and receipts; the pack is kept there"),
    ...chains,
    ...watched,
  })
  .superRefine(oneGitHub);
export type EvidenceEnvironment = z.infer<typeof evidenceEnvironment>;

/** Of the hourly watch: it runs in the verify task, and asks the buckets only. */
export const watchEnvironment = z.object({
  ...storage,
  RECORDS_BUCKET: text("bucket for what the watch found, and for run records"),
  ...run,
  ...targetVariables,
});
export type WatchEnvironment = z.infer<typeof watchEnvironment>;

/** Of the doctor: what has no variables is not looked at. */
export const doctorEnvironment = z
  .object({
    ...githubVariables,
    ...storage,
    ...chains,
    ...watched,
    GITHUB_APP_ID: backupApp.GITHUB_APP_ID.optional(),
    GITHUB_APP_KEY_SECRET_ARN: backupApp.GITHUB_APP_KEY_SECRET_ARN.optional(),
    RESTORE_APP_ID: restoreApp.RESTORE_APP_ID.optional(),
    RESTORE_APP_KEY_SECRET_ARN: restoreApp.RESTORE_APP_KEY_SECRET_ARN.optional(),
  })
  .superRefine(oneGitHub);
export type DoctorEnvironment = z.infer<typeof doctorEnvironment>;

/** No GitHub: a proof asks the buckets and git, nobody else. */
export const verifyEnvironment = z.object({
  ...storage,
  ...run,
  ...targetVariables,
  SCRATCH_DIR: text("directory for what is rebuilt; the system's temporary directory when missing").optional(),
  SCRATCH_BUDGET_MIB: wholeNumber(
    "scratch disk all proofs at work together may take, in MiB; a chain that needs more by itself is not proven, and that is told",
  ).default(8192),
  VERIFY_CONCURRENCY: wholeNumber("repositories proven at the same time; one a core when missing").max(64).optional(),
});
export type VerifyEnvironment = z.infer<typeof verifyEnvironment>;

/** Of a hold: S3 copies within the primary, and nobody else is asked. */
export const holdEnvironment = z.object({ ...storage, ...run });
export type HoldEnvironment = z.infer<typeof holdEnvironment>;

export const consoleEnvironment = z
  .object({
    ...githubVariables,
    ...storage,
    RECORDS_BUCKET: text("bucket for run records, plans and receipts"),
    ENVIRONMENT_NAME: text("shown in the header, e.g. production").default("production"),
    REPLICA_ACCOUNT: text("AWS account of the replica bucket, shown beside it").optional(),
    LOG_LINK: z
      .url({ protocol: /^https?$/ })
      .includes(REFERENCE_PLACE, { error: `must have ${REFERENCE_PLACE} where an error's reference goes` })
      .describe(`address that searches the console's log, with ${REFERENCE_PLACE} where an error's reference goes`)
      .optional(),
    NEXTAUTH_URL: url("the console's own address"),
    NEXTAUTH_SECRET: sessionSecrets(
      "secret that encrypts the sessions, 32 characters or more; while it is exchanged, the new one and the old one with a space between",
    ),
    GITHUB_OAUTH_CLIENT_ID: text("client id of the GitHub OAuth app people sign in with"),
    GITHUB_OAUTH_CLIENT_SECRET: text("its client secret"),
    ACCESS_ORGANISATION: text("organisation whose teams decide who may do what"),
    VIEWER_TEAMS: list("team slugs that may look, comma-separated; * for every member of the organisation").default([]),
    OPERATOR_TEAMS: list("team slugs that may also run and restore").default([]),
    ADMIN_TEAMS: list("team slugs that may also approve").default([]),
    ...oidcVariables,
    SIGN_INS_PER_MINUTE: wholeNumber(
      "requests for a sign-in that one address may make in a minute, of each task of the console; a sign-in takes two",
    ).default(60),
    ACTS_PER_MINUTE: wholeNumber(
      "changes (starting, stopping, restoring, downloading) one person may ask for in a minute, of each task of the console",
    ).default(60),
    ...taskVariables,
    ...drills,
    DOWNLOAD_ROLE_ARN: text(
      "role that reads backups and nothing else: addresses of downloads are signed with it; with the console's own role when missing",
    ).optional(),
    ...browseVariables,
    ...twoPeopleVariables,
    ...chains,
    ...watched,
    ...catalogueVariables,
  })
  .superRefine(oneGitHub)
  .superRefine(wholeOrStandby)
  .superRefine(wholeOidc);
export type ConsoleEnvironment = z.infer<typeof consoleEnvironment>;

/** Of the process that fills the console's catalogue. The console starts it, with these variables and AWS's own. */
export const indexerEnvironment = z.object({
  ...storage,
  AWS_ENDPOINT_URL_S3: serverUrl("S3 endpoint of the primary, where it is not AWS's own").optional(),
  CATALOGUE_DIR: text("directory of its own"),
});
export type IndexerEnvironment = z.infer<typeof indexerEnvironment>;
