import { RUNS_PREFIX } from "@/lib/domain/bucket-keys";
import { allow, appendAudit, objects, type Statement } from "./statement";

/** Of a task that works on the primary alone. */
export interface PrimaryWorkerResources {
  backupsBucketArn: string;
  recordsBucketArn: string;
  rootPrefix: string;
}

export const readBackups = ({ backupsBucketArn, rootPrefix }: PrimaryWorkerResources): Statement[] => [
  allow("ListBackups", ["s3:ListBucket"], [backupsBucketArn]),
  allow("ReadBackups", ["s3:GetObject", "s3:GetObjectVersion"], objects(backupsBucketArn, `${rootPrefix}/`)),
];

/** What the run does stands in its record, and in the audit trail. */
export const keepRecords = ({ recordsBucketArn }: PrimaryWorkerResources): Statement[] => [
  allow("ListRecords", ["s3:ListBucket"], [recordsBucketArn]),
  ...appendAudit(recordsBucketArn),
  allow("KeepRunRecord", ["s3:GetObject", "s3:PutObject"], objects(recordsBucketArn, RUNS_PREFIX)),
];
