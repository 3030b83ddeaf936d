// Permissions that no test uses, each with why it is granted all the same, and refusals that tests ask for on purpose. `npm test`
// holds both against what the roles were seen to do (compare-grants.ts).
type Reasons = Readonly<Record<string, string>>;

/** By `<role> <Sid> <action>`, with the sandbox's names. */
export const UNTESTED_GRANTS: Reasons = {
  "holdfast-console ReadAudit s3:GetObject":
    "The console reads its whole records bucket by ReadBuckets; the statements of the audit trail are the same for every role.",
  "holdfast-hold-task PlaceHolds s3:AbortMultipartUpload":
    "Asked for only when the copy of a bundle of more than 5 GiB breaks off.",
  "holdfast-restore-task KeepExports s3:AbortMultipartUpload":
    "Asked for only when an export's upload breaks off; a backup's is the same code, and is broken off under faults.",
  "holdfast-restore-task KeepExports s3:GetObject":
    "A records bucket that was there before Holdfast may keep no versions; then an export is read back by its key.",
};

/** The doctor may run with the backup task's role, which sees no posture; it has to say so, and not to fail. */
const DOCTOR = "doctor.contract.ts: what the doctor may not see is told as not known.";

const DOWNLOADS =
  "download-role.contract.ts: what is lent for a download reads one object, and the console alone lends it.";

/** By `<role> <action>`. */
export const REFUSED_IN_TESTS: Reasons = {
  "holdfast-backup-task cloudwatch:DescribeAlarms": DOCTOR,
  "holdfast-backup-task s3:GetBucketObjectLockConfiguration": DOCTOR,
  "holdfast-backup-task kms:Sign": "kms-key.contract.ts: the backup's role does not sign as the restore App.",
  "holdfast-backup-task s3:GetBucketPublicAccessBlock": DOCTOR,
  "holdfast-backup-task s3:GetBucketVersioning": DOCTOR,
  "holdfast-backup-task s3:GetEncryptionConfiguration": DOCTOR,
  "holdfast-backup-task s3:GetLifecycleConfiguration": DOCTOR,
  "holdfast-backup-task s3:GetReplicationConfiguration": DOCTOR,
  "holdfast-backup-task sts:AssumeRole": DOWNLOADS,
  "holdfast-download s3:ListBucket": DOWNLOADS,
  "holdfast-download s3:PutObject": DOWNLOADS,
  "holdfast-restore-task sts:AssumeRole": DOWNLOADS,
  "holdfast-hold-task secretsmanager:GetSecretValue": "role-fences.contract.ts: a hold reads no App's key.",
  "holdfast-verify-task secretsmanager:GetSecretValue": "role-fences.contract.ts: verify reads no App's key.",
  "holdfast-verify-task sts:AssumeRole": DOWNLOADS,
};
