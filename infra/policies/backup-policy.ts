import { WATCH_REPORT_KEY } from "@/lib/domain/bucket-keys";
import { METRIC_NAMESPACE } from "@/lib/domain/metrics";
import { actAsApp } from "./act-as-app";
import { keepRecords, type PrimaryWorkerResources, readBackups } from "./primary-worker";
import { allow, objects, type Statement } from "./statement";

export interface BackupPolicyResources extends PrimaryWorkerResources {
  /** The backup App's private key, in Secrets Manager or in KMS. */
  keySecretArn: string;
}

/** What the backup task may do: read and add. It can delete nothing, and the restore App's key is not in its reach. */
export const backupPolicy = (resources: BackupPolicyResources): Statement[] => [
  ...readBackups(resources),
  allow(
    "AddBackups",
    ["s3:PutObject", "s3:AbortMultipartUpload"],
    objects(resources.backupsBucketArn, `${resources.rootPrefix}/`),
  ),
  ...keepRecords(resources),
  // What is stuck on its way to the replica, to drive it again.
  allow("ReadWatch", ["s3:GetObject"], [`${resources.recordsBucketArn}/${WATCH_REPORT_KEY}`]),
  actAsApp("BackupApp", resources.keySecretArn),
  // PutMetricData knows no resources; the namespace is the only fence there is.
  allow("PublishMetrics", ["cloudwatch:PutMetricData"], ["*"], {
    StringEquals: { "cloudwatch:namespace": METRIC_NAMESPACE },
  }),
];
