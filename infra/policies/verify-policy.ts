import { DRILLS_PREFIX, RUNS_PREFIX, WATCH_PREFIX } from "@/lib/domain/bucket-keys";
import { METRIC_NAMESPACE } from "@/lib/domain/metrics";
import { PROOFS_PREFIX } from "./record-prefixes";
import { allow, appendAudit, objects, type Statement } from "./statement";

export interface VerifyPolicyResources {
  backupsBucketArn: string;
  replicaBucketArn: string;
  recordsBucketArn: string;
  rootPrefix: string;
}

/** What the verify task may do: read either copy, keep its record, the proofs and what the watch found, publish. No key of any App is in its reach. */
export const verifyPolicy = (resources: VerifyPolicyResources): Statement[] => [
  // Versions: that an object was deleted, and not just missing, is told by what lies under its delete marker.
  allow(
    "ListCopies",
    ["s3:ListBucket", "s3:ListBucketVersions"],
    [resources.backupsBucketArn, resources.replicaBucketArn],
  ),
  allow(
    "ProveCopies",
    ["s3:GetObject", "s3:GetObjectVersion"],
    [resources.backupsBucketArn, resources.replicaBucketArn].flatMap((bucket) =>
      objects(bucket, `${resources.rootPrefix}/`),
    ),
  ),
  allow("ListRecords", ["s3:ListBucket"], [resources.recordsBucketArn]),
  ...appendAudit(resources.recordsBucketArn),
  allow(
    "KeepProofs",
    ["s3:GetObject", "s3:PutObject"],
    objects(resources.recordsBucketArn, RUNS_PREFIX, PROOFS_PREFIX, WATCH_PREFIX),
  ),
  // The watch tells how long ago one passed.
  allow("ReadDrills", ["s3:GetObject"], objects(resources.recordsBucketArn, DRILLS_PREFIX)),
  // PutMetricData knows no resources; the namespace is the only fence there is.
  allow("PublishMetrics", ["cloudwatch:PutMetricData"], ["*"], {
    StringEquals: { "cloudwatch:namespace": METRIC_NAMESPACE },
  }),
];
