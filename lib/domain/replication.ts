// What the replica lacks of the primary, object by object and snapshot by snapshot.
import { z } from "zod";
import { snapshotId } from "./ids-schema";

/**
 * pending: S3 is at it. failed: S3 gave up. missing: S3 says that it was copied, or was never asked to, and it is not there.
 * different: the replica has something else under the key.
 */
export const REPLICA_OBJECT_STATES = ["failed", "missing", "different", "pending"] as const;
export type ReplicaObjectState = (typeof REPLICA_OBJECT_STATES)[number];

export const REPLICA_OBJECT_VIEW: Record<
  ReplicaObjectState,
  {
    label: string;
    indicator: "error" | "pending" /** S3 will not do it by itself. */;
    stuck: boolean;
    explanation: string;
  }
> = {
  failed: {
    label: "Failed",
    indicator: "error",
    stuck: true,
    explanation: "S3 could not replicate it and does not try again by itself; the next backup drives it again.",
  },
  missing: {
    label: "Missing",
    indicator: "error",
    stuck: true,
    explanation: "It is not in the replica, and S3 is not at it; the next backup drives it again.",
  },
  different: {
    label: "Different",
    indicator: "error",
    stuck: true,
    explanation: "The replica has something else under this key; the next backup drives it again.",
  },
  pending: { label: "Replicating", indicator: "pending", stuck: false, explanation: "S3 is at it." },
};

export const replicaObject = z.looseObject({
  key: z.string(),
  state: z.enum(REPLICA_OBJECT_STATES),
  /** When the primary got it. */
  since: z.string(),
  size_bytes: z.number(),
});
export type ReplicaObject = z.infer<typeof replicaObject>;

/** A snapshot that is not whole in the replica. */
export const replicaSnapshot = z.looseObject({
  snapshot: snapshotId,
  pending: z.number(),
  stuck: z.number(),
  lag_minutes: z.number(),
});
export type ReplicaSnapshot = z.infer<typeof replicaSnapshot>;

/** Of an object that the primary has. */
export interface Listed {
  key: string;
  sizeBytes: number;
  lastModified: string;
}

/** What the other listing does not have, or has in another size. Both in the order of S3. */
export function differences(
  primary: readonly Listed[],
  replica: readonly Listed[],
): { missing: Listed[]; different: Listed[] } {
  const there = new Map(replica.map(({ key, sizeBytes }) => [key, sizeBytes]));
  return {
    missing: primary.filter(({ key }) => !there.has(key)),
    different: primary.filter(({ key, sizeBytes }) => there.has(key) && there.get(key) !== sizeBytes),
  };
}

/** Of an object that the replica lacks, by what S3 says of the primary's. */
export function absentState(replication: string | undefined): ReplicaObjectState {
  if (replication === "PENDING") return "pending";
  return replication === "FAILED" ? "failed" : "missing";
}

/** Of an object of which the replica has another state: a guide that was written anew is on its way for a moment. */
export function differentState(replication: string | undefined): ReplicaObjectState {
  if (replication === "PENDING") return "pending";
  return replication === "FAILED" ? "failed" : "different";
}

/** To a hundredth. */
export const minutesSince = (at: string, now: Date): number =>
  Math.max(0, Math.round((now.getTime() - Date.parse(at)) / 600) / 100);

/** Age of the oldest; 0 of none. */
export const lagMinutes = (objects: readonly Pick<ReplicaObject, "since">[], now: Date): number =>
  objects.reduce((most, { since }) => Math.max(most, minutesSince(since, now)), 0);

export const stuckCount = (objects: readonly ReplicaObject[]): number =>
  objects.filter(({ state }) => REPLICA_OBJECT_VIEW[state].stuck).length;
