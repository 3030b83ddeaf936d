import { BUCKETS, REGION, REPLICA_REGION } from "@/sandbox/names";
import type { SeededBuckets } from "@/sandbox/s3/seed-buckets";

/** The backups and their replica, as a deployment has them. */
export const BOTH_BUCKETS: SeededBuckets = [
  { name: BUCKETS.backups, region: REGION },
  { name: BUCKETS.replica, region: REPLICA_REGION },
];
