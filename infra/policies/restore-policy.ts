import {
  APPROVALS_PREFIX,
  DRILLS_PREFIX,
  EXPORTS_PREFIX,
  RESTORES_PREFIX,
  RUNS_PREFIX,
} from "@/lib/domain/bucket-keys";
import { actAsApp } from "./act-as-app";
import { PLANS_PREFIX, RECEIPTS_PREFIX } from "./record-prefixes";
import { allow, appendAudit, objects, type Statement } from "./statement";

export interface RestorePolicyResources {
  backupsBucketArn: string;
  replicaBucketArn: string;
  recordsBucketArn: string;
  rootPrefix: string;
  /** The restore App's private key, in Secrets Manager or in KMS. */
  keySecretArn: string;
}

/** What the restore task may do: read either copy, keep its record and receipt, and act as the restore App on GitHub. */
export const restorePolicy = (resources: RestorePolicyResources): Statement[] => [
  // Versions: what somebody has deleted lies under a delete marker, and is found by listing them.
  allow(
    "ListCopies",
    ["s3:ListBucket", "s3:ListBucketVersions"],
    [resources.backupsBucketArn, resources.replicaBucketArn],
  ),
  allow(
    "ReadCopies",
    ["s3:GetObject", "s3:GetObjectVersion"],
    [resources.backupsBucketArn, resources.replicaBucketArn].flatMap((bucket) =>
      objects(bucket, `${resources.rootPrefix}/`),
    ),
  ),
  allow("ListRecords", ["s3:ListBucket"], [resources.recordsBucketArn]),
  ...appendAudit(resources.recordsBucketArn),
  allow(
    "ReadPlanAndRecord",
    ["s3:GetObject"],
    objects(
      resources.recordsBucketArn,
      RUNS_PREFIX,
      PLANS_PREFIX,
      APPROVALS_PREFIX,
      RECEIPTS_PREFIX,
      RESTORES_PREFIX,
      DRILLS_PREFIX,
    ),
  ),
  allow(
    "KeepRecordAndReceipt",
    ["s3:PutObject"],
    objects(resources.recordsBucketArn, RUNS_PREFIX, RECEIPTS_PREFIX, RESTORES_PREFIX, DRILLS_PREFIX),
  ),
  // Read back after it was written: what is promised for the download is what is there.
  allow(
    "KeepExports",
    ["s3:PutObject", "s3:AbortMultipartUpload", "s3:GetObject", "s3:GetObjectVersion"],
    objects(resources.recordsBucketArn, EXPORTS_PREFIX),
  ),
  actAsApp("RestoreApp", resources.keySecretArn),
];
