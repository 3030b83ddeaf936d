// A bucket's configuration against what Holdfast promises of it.
import { longestChainDays } from "../bundle-chain";
import type { Part } from "../part";
import { expiryDays, type LifecycleRule } from "../retention/expiry-rules";
import { type Finding, findingsOf } from "./finding";

/** Each part may be hidden from whoever asks. Undefined where the bucket has no such configuration. */
export interface BucketPosture {
  versioning: Part<"Enabled" | "Suspended" | undefined>;
  lock: Part<{ enabled: boolean; mode?: string; days?: number } | undefined>;
  lifecycle: Part<LifecycleRule[]>;
  replication: Part<{ to: string; prefix: string; enabled: boolean; deleteMarkers: boolean }[]>;
  encryption: Part<string | undefined>;
  publicAccessBlocked: Part<boolean>;
}

export type BucketUse = "primary" | "replica" | "records";

export interface BucketPromises {
  use: BucketUse;
  bucket: string;
  rootPrefix: string;
  fullIntervalDays: number;
  /** Of the primary: the bucket it is replicated to. */
  replica?: string;
}

type Judge = (posture: BucketPosture, promises: BucketPromises, say: ReturnType<typeof findingsOf>) => Finding[];

/** Everything found of one bucket, that which is in order included. */
export function judgeBucket(posture: BucketPosture, promises: BucketPromises): Finding[] {
  const say = findingsOf("buckets", `${promises.bucket} (${promises.use})`);
  const judges =
    promises.use === "primary"
      ? [...COMMON, ...OF_BACKUPS, replication]
      : promises.use === "replica"
        ? [...COMMON, ...OF_BACKUPS]
        : COMMON;
  return judges.flatMap((judge) => judge(posture, promises, say));
}

/** Judges what is known; what is hidden is said to be. */
const known = <T>(part: Part<T>, say: ReturnType<typeof findingsOf>, judge: (value: T) => Finding[]): Finding[] =>
  part.known ? judge(part.value) : [say.failed(part.problem, "unknown")];

const versioning: Judge = (posture, _, say) =>
  known(posture.versioning, say, (value) =>
    value === "Enabled"
      ? [say.ok("Versioning is on: what is overwritten or deleted can be brought back.")]
      : [
          say.problem(
            "Versioning is off: a deleted or overwritten object is lost at once.",
            "Turn versioning on; nothing else of the bucket changes.",
          ),
        ],
  );

const publicAccess: Judge = (posture, _, say) =>
  known(posture.publicAccessBlocked, say, (blocked) =>
    blocked
      ? [say.ok("Public access is blocked.")]
      : [
          say.problem(
            "Public access is not blocked entirely: one policy or ACL could open it.",
            "Switch on all four settings of Block Public Access.",
          ),
        ],
  );

const encryption: Judge = (posture, _, say) =>
  known(posture.encryption, say, (algorithm) =>
    algorithm
      ? [say.ok(`Objects are encrypted at rest (${algorithm}).`)]
      : [
          say.warning(
            "No default encryption is configured.",
            "Set SSE-S3 or SSE-KMS as the bucket's default encryption.",
          ),
        ],
  );

const unfinishedUploads: Judge = (posture, _, say) =>
  known(posture.lifecycle, say, (rules) =>
    rules.some((rule) => rule.abortUploadDays !== undefined)
      ? []
      : [
          say.warning(
            "Parts of uploads that were never completed are kept and paid for, unseen.",
            "Add a lifecycle rule that aborts incomplete multipart uploads after a few days.",
          ),
        ],
  );

const COMMON: Judge[] = [versioning, publicAccess, encryption, unfinishedUploads];

const expiry: Judge = (posture, { rootPrefix, fullIntervalDays }, say) =>
  known(posture.lifecycle, say, (rules) => {
    const days = expiryDays(rules, rootPrefix);
    const needed = longestChainDays(fullIntervalDays);
    if (days === undefined)
      return [
        say.warning(
          "Backups never expire: the bucket only grows.",
          `Expire what stands below ${rootPrefix}/2 after the days you want to keep and ${needed} more.`,
        ),
      ];
    if (days <= needed)
      return [
        say.problem(
          `Objects expire after ${days} days, but a snapshot may need a bundle that is ${needed} days older than itself.`,
          `Let them live for the days you want to keep and ${needed} more, or lower FULL_INTERVAL_DAYS.`,
        ),
      ];
    return [say.ok(`Objects live ${days} days: snapshots of the last ${days - needed} days are complete.`)];
  });

const lock: Judge = (posture, { use }, say) =>
  known(posture.lock, say, (value) => {
    if (value?.enabled && value.days)
      return [
        say.ok(`Object lock keeps each version for ${value.days} days (${value.mode?.toLowerCase() ?? "no mode"}).`),
      ];
    const text = value?.enabled
      ? "Object lock is on, but keeps nothing by default."
      : "Object lock is off: whoever may delete versions can destroy backups.";
    const where =
      use === "replica"
        ? "Lock the replica first: it is what is left when the account of the primary is lost."
        : "Lock at least the replica.";
    return [say.warning(text, `${where} A default retention in compliance mode keeps even administrators out.`)];
  });

const OF_BACKUPS: Judge[] = [expiry, lock];

const replication: Judge = (posture, { replica, rootPrefix }, say) => {
  if (replica === undefined)
    return [
      say.warning(
        "There is no replica: the backups stand in one region and one account.",
        "Deploy the replica, or replicate the bucket by hand, and set REPLICA_BUCKET.",
      ),
    ];
  return known(posture.replication, say, (rules) => {
    const rule = rules.find(
      ({ to, enabled, prefix }) => enabled && to === replica && rootPrefix.startsWith(prefix.replace(/\/.*$/, "")),
    );
    if (!rule)
      return [
        say.problem(
          `Nothing replicates it to ${replica}.`,
          "Add an enabled replication rule with that destination; objects that exist already need a batch replication.",
        ),
      ];
    const deletes = rule.deleteMarkers
      ? [
          say.warning(
            "Delete markers are replicated: what is deleted here disappears there too.",
            "Switch delete marker replication off; the replica is there for the day something is deleted.",
          ),
        ]
      : [];
    return [say.ok(`New objects are replicated to ${replica}.`), ...deletes];
  });
};
