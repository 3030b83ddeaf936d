import { holdsPrefix, RUNS_PREFIX } from "@/lib/domain/bucket-keys";
import { allow, appendAudit, objects, type Statement } from "./statement";

export interface HoldPolicyResources {
  backupsBucketArn: string;
  recordsBucketArn: string;
  rootPrefix: string;
}

/** What the hold task may do: read the primary, and add to what is held there. It writes no backup and holds no App's key. */
export const holdPolicy = (resources: HoldPolicyResources): Statement[] => [
  allow("ListBackups", ["s3:ListBucket"], [resources.backupsBucketArn]),
  allow(
    "ReadBackups",
    ["s3:GetObject", "s3:GetObjectVersion"],
    objects(resources.backupsBucketArn, `${resources.rootPrefix}/`),
  ),
  allow(
    "PlaceHolds",
    ["s3:PutObject", "s3:AbortMultipartUpload"],
    objects(resources.backupsBucketArn, holdsPrefix(resources.rootPrefix)),
  ),
  allow("ListRecords", ["s3:ListBucket"], [resources.recordsBucketArn]),
  ...appendAudit(resources.recordsBucketArn),
  allow("KeepRunRecord", ["s3:GetObject", "s3:PutObject"], objects(resources.recordsBucketArn, RUNS_PREFIX)),
];
