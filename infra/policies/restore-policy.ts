import { RUNS_PREFIX } from "@/lib/domain/bucket-keys";
import { PLANS_PREFIX, RECEIPTS_PREFIX } from "./record-prefixes";
import { allow, objects, type Statement } from "./statement";

export interface RestorePolicyResources {
  backupsBucketArn: string;
  replicaBucketArn: string;
  recordsBucketArn: string;
  rootPrefix: string;
  /** The restore App's private key. */
  keySecretArn: string;
}

/** What the restore task may do: read either copy, keep its record and receipt, and act as the restore App on GitHub. */
export const restorePolicy = (resources: RestorePolicyResources): Statement[] => [
  allow("ListCopies", ["s3:ListBucket"], [resources.backupsBucketArn, resources.replicaBucketArn]),
  allow(
    "ReadCopies",
    ["s3:GetObject", "s3:GetObjectVersion"],
    [resources.backupsBucketArn, resources.replicaBucketArn].flatMap((bucket) =>
      objects(bucket, `${resources.rootPrefix}/`),
    ),
  ),
  allow("ListRecords", ["s3:ListBucket"], [resources.recordsBucketArn]),
  allow(
    "ReadPlanAndRecord",
    ["s3:GetObject"],
    objects(resources.recordsBucketArn, RUNS_PREFIX, PLANS_PREFIX, RECEIPTS_PREFIX),
  ),
  allow("KeepRecordAndReceipt", ["s3:PutObject"], objects(resources.recordsBucketArn, RUNS_PREFIX, RECEIPTS_PREFIX)),
  allow("ReadRestoreAppKey", ["secretsmanager:GetSecretValue"], [resources.keySecretArn]),
];
