// A bucket that holds backups or records: versioned, encrypted, private, TLS 1.2, and nobody deletes from it but S3's
// own lifecycle (which no policy can stop, and which needs none). SSE-C is refused: whoever wrote objects under a key of
// their own would hold them to ransom.
import { Duration, type RemovalPolicy } from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import type * as kms from "aws-cdk-lib/aws-kms";
import * as s3 from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { bucketRefusals } from "../policies/bucket-policy";
import type { LentStatement } from "../policies/lent-access";
import type { LockConfig } from "../retention";

export interface DataBucketProps {
  name: string;
  lifecycle: s3.LifecycleRule[];
  accessLogs: s3.IBucket;
  removalPolicy: RemovalPolicy;
  /** Refuse deletions to everybody, administrators included, until the policy itself is changed. */
  denyDelete: boolean;
  /** Holdfast's own key; S3's own keys when missing. */
  key?: kms.IKey;
  lock?: LockConfig & { days: number };
  /** What roles of another account may do. */
  lent?: LentStatement[];
  replication?: { role: iam.IRole; rules: s3.ReplicationRule[] };
}

/** Incomplete uploads of killed workers are invisible and cost money; a week is longer than any run. */
const ABORT_UPLOADS_AFTER = Duration.days(7);

export function dataBucket(scope: Construct, id: string, props: DataBucketProps): s3.Bucket {
  const bucket = new s3.Bucket(scope, id, {
    bucketName: props.name,
    versioned: true,
    ...(props.key
      ? { encryption: s3.BucketEncryption.KMS, encryptionKey: props.key, bucketKeyEnabled: true }
      : { encryption: s3.BucketEncryption.S3_MANAGED }),
    ...(props.lock && { objectLockEnabled: true, objectLockDefaultRetention: retention(props.lock) }),
    blockedEncryptionTypes: [s3.BlockedEncryptionType.SSE_C],
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    serverAccessLogsBucket: props.accessLogs,
    serverAccessLogsPrefix: `s3/${props.name}/`,
    removalPolicy: props.removalPolicy,
    lifecycleRules: [
      ...props.lifecycle,
      { id: "abort-incomplete-uploads", abortIncompleteMultipartUploadAfter: ABORT_UPLOADS_AFTER },
      { id: "clear-expired-markers", expiredObjectDeleteMarker: true },
    ],
    ...(props.replication && {
      replicationRole: props.replication.role,
      replicationRules: props.replication.rules,
    }),
  });
  // CloudFormation can switch object lock on when it makes a bucket; for one that is there it might make another in its place.
  if (props.lock?.switchedOnByHand)
    (bucket.node.defaultChild as s3.CfnBucket).addPropertyDeletionOverride("ObjectLockEnabled");
  const refusals = bucketRefusals(bucket.bucketArn, props.denyDelete);
  for (const statement of [...refusals, ...(props.lent ?? [])])
    bucket.addToResourcePolicy(iam.PolicyStatement.fromJson(statement));
  return bucket;
}

const retention = ({ mode, days }: LockConfig & { days: number }): s3.ObjectLockRetention =>
  mode === "compliance"
    ? s3.ObjectLockRetention.compliance(Duration.days(days))
    : s3.ObjectLockRetention.governance(Duration.days(days));
