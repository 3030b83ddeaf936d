// How the objects of the hourly watch are written.
import { z } from "zod";
import { COVERAGE_STATES } from "./coverage";
import { snapshotId } from "./ids-schema";
import { OUTCOMES } from "./outcome";
import { replicaObject, replicaSnapshot } from "./replication";
import { side } from "./side-schema";

const problem = z.object({ code: z.string(), message: z.string(), hint: z.string() });
const lastSafe = z.object({ snapshot: snapshotId, at: z.string() });

const row = z.looseObject({
  id: z.number().optional(),
  repo: z.string(),
  state: z.enum(COVERAGE_STATES),
  /** Since when it is in this state, as far as the hourly looks know. */
  since: z.string().optional(),
  outcome: z.enum(OUTCOMES).optional(),
  reason: problem.optional(),
  snapshot: snapshotId.optional(),
  archived: z.boolean().optional(),
  visibility: z.string().optional(),
  safe: lastSafe.optional(),
  replicated: lastSafe.optional(),
  proven: z.object({ at: z.string(), side }).optional(),
  provable: z.string().optional(),
});
export type WatchedRow = z.infer<typeof row>;

/** unconfigured: there is no replica. unknown: one of the buckets could not be listed; `problem` says why. */
const replica = z.looseObject({
  state: z.enum(["known", "unknown", "unconfigured"]),
  problem: problem.optional(),
  /** Age of the oldest object that is not there. */
  lag_minutes: z.number().optional(),
  pending: z.number().optional(),
  /** failed, missing and different ones. */
  stuck: z.number().optional(),
  /** The newest snapshot that is whole in the replica. */
  complete: lastSafe.optional(),
  /** Those that are not, newest first. */
  snapshots: z.array(replicaSnapshot).default([]),
  /** Of what stands beside the snapshots, held chains and the bucket's guide, what is not there; absent when all is. */
  beside: z.looseObject({ pending: z.number(), stuck: z.number(), lag_minutes: z.number() }).optional(),
  /** What all of them lack, oldest first; at most MOST_OBJECTS. */
  objects: z.array(replicaObject).default([]),
  objects_left_out: z.number().optional(),
  /** Snapshots that are still to be looked at for the first time. */
  not_looked_at: z.number().optional(),
});
export type WatchedReplica = z.infer<typeof replica>;

export const watchReport = z.looseObject({
  version: z.literal(1),
  at: z.string(),
  snapshot: lastSafe.optional(),
  counts: z.partialRecord(z.enum(COVERAGE_STATES), z.number()),
  hours_since_backup: z.number().optional(),
  hours_since_proof: z.number().optional(),
  replica,
  rows: z.array(row),
});
export type WatchReport = z.infer<typeof watchReport>;

export const replicationState = z.looseObject({
  version: z.literal(1),
  /** Snapshots, and folders of holds, that were found whole in the replica, and when that was last looked at. */
  complete: z.record(z.string(), z.string()),
});
export type ReplicationState = z.infer<typeof replicationState>;
