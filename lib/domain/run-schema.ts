// How the record of a run is written.
import { z } from "zod";
import { seenAnomaly } from "./anomaly-schema";
import { backupRecord } from "./backup-run-schema";
import { drillRecord } from "./drill-schema";
import { holdRecord } from "./hold-run-schema";
import { hostTraffic } from "./host-traffic-schema";
import { repositoryName, runId, snapshotId } from "./ids-schema";
import { OUTCOMES } from "./outcome";
import { personId } from "./person-id-schema";
import { verifyRecord } from "./proof-run";
import { restoreRecord } from "./restore-record-schema";
import { RUN_KINDS, RUN_STATES } from "./run";
import { side } from "./side-schema";

const problem = z.object({ code: z.string(), message: z.string(), hint: z.string() });

/** Of a restore of one repository, while it is pushed: bytes by git's own count. */
const pushProgress = z.looseObject({
  sent: z.number(),
  /** What is to go, at most; absent where GitHub may have a part of it already. */
  of: z.number().optional(),
  /** When the first byte went. */
  since: z.string().optional(),
  /** All was sent, and GitHub is at work on it. */
  unpacking: z.boolean().optional(),
});
export type PushProgress = z.infer<typeof pushProgress>;

export const runRecord = z.looseObject({
  version: z.literal(1),
  id: runId,
  kind: z.enum(RUN_KINDS),
  state: z.enum(RUN_STATES),
  trigger: z.enum(["schedule", "manual", "retry"]),
  /** What whoever asked is called: `olga`, or `token nightly of olga`; absent for the schedule and for a command line. */
  actor: z.string().optional(),
  /** Who that is, of a token its maker; absent in records of before it was kept. */
  actor_id: personId.optional(),
  requested_at: z.string(),
  started_at: z.string().optional(),
  finished_at: z.string().optional(),
  /** Heartbeat: the worker rewrites the record at least every 15 s while it lives. */
  updated_at: z.string(),
  worker: z.string().optional(),
  task: z
    .looseObject({ arn: z.string(), log_group: z.string().optional(), log_stream: z.string().optional() })
    .optional(),
  phase: z.string().optional(),
  progress: z
    .looseObject({
      done: z.number(),
      total: z.number(),
      bytes: z.number(),
      current: z.array(z.string()),
      bytes_per_second: z.number().optional(),
      /** Repositories finished of late. */
      done_per_second: z.number().optional(),
      /** When the captures began. */
      since: z.string().optional(),
      /** Of the repositories' sizes as GitHub tells them, in bytes: what is done, and all. */
      size_done: z.number().optional(),
      size_total: z.number().optional(),
      push: pushProgress.optional(),
    })
    .optional(),
  /** GitHub has asked to be left alone: requests for these accounts wait until then. Absent while nothing waits. */
  waiting: z.looseObject({ until: z.string(), accounts: z.array(z.string()) }).optional(),
  github: hostTraffic.optional(),
  outcomes: z.partialRecord(z.enum(OUTCOMES), z.number()).optional(),
  /**
   * Repositories that failed, are unavailable or newly vanished, with the reason; at most 1000, `failure_count` tells all. Of
   * a verify run: those whose proof failed, and in which bucket.
   */
  failures: z
    .array(problem.extend({ repo: repositoryName, outcome: z.enum(OUTCOMES).optional(), side: side.optional() }))
    .optional(),
  failure_count: z.number().optional(),
  /** Repositories of the snapshot before that this backup no longer found; they are among `failures` too. */
  newly_vanished: z.number().optional(),
  /** What a backup was the first to see out of the ordinary; at most 1000, `anomaly_count` tells all. */
  anomalies: z.array(seenAnomaly).optional(),
  anomaly_count: z.number().optional(),
  snapshot: snapshotId.optional(),
  /** Where a person has named repositories that come first. */
  backup: backupRecord.optional(),
  restore: restoreRecord.optional(),
  drill: drillRecord.optional(),
  verify: verifyRecord.optional(),
  hold: holdRecord.optional(),
  error: problem.optional(),
  /** Who asked the task to end, and when; the worker only sees a signal. */
  stop_requested: z.object({ by: z.string(), at: z.string() }).optional(),
  warnings: z.array(z.string()).optional(),
});
export type RunRecord = z.infer<typeof runRecord>;
