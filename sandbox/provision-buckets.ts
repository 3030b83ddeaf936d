// The three buckets, configured as infra/ does it in what the doctor looks at and a demonstration may run into.
import {
  CreateBucketCommand,
  type LifecycleRule,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketReplicationCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { DEFAULT_ROOT, EXPORTS_PREFIX, holdsPrefix } from "@/lib/domain/bucket-keys";
import { ACCOUNT_ID, BUCKETS, REPLICA_REGION } from "./names";
import { clientOptions, unlessThere } from "./provision-shared";

export async function provisionBuckets({
  s3Url,
  s3ReplicaUrl,
}: {
  s3Url: string;
  s3ReplicaUrl: string;
}): Promise<void> {
  const primary = new S3Client(clientOptions(s3Url));
  const replica = new S3Client(clientOptions(s3ReplicaUrl, REPLICA_REGION));
  await provisionBucket(replica, BUCKETS.replica, [EXPIRE_BACKUPS, EXPIRE_HOLDS]);
  await provisionBucket(primary, BUCKETS.backups, [EXPIRE_BACKUPS, EXPIRE_HOLDS]);
  await provisionBucket(primary, BUCKETS.records, [EXPIRE_EXPORTS]);
  await primary.send(
    new PutBucketReplicationCommand({
      Bucket: BUCKETS.backups,
      ReplicationConfiguration: {
        Role: `arn:aws:iam::${ACCOUNT_ID}:role/holdfast-replication`,
        Rules: [
          {
            ID: "to-replica",
            Status: "Enabled",
            Priority: 1,
            Filter: { Prefix: "" },
            DeleteMarkerReplication: { Status: "Disabled" },
            Destination: { Bucket: `arn:aws:s3:::${BUCKETS.replica}` },
          },
        ],
      },
    }),
  );
}

const EXPIRE_BACKUPS: LifecycleRule = {
  ID: "expire-backups",
  Status: "Enabled",
  Filter: { Prefix: `${DEFAULT_ROOT}/2` },
  Expiration: { Days: 400 },
  NoncurrentVersionExpiration: { NoncurrentDays: 30 },
};

const EXPIRE_HOLDS: LifecycleRule = {
  ID: "expire-holds",
  Status: "Enabled",
  Filter: { Prefix: holdsPrefix(DEFAULT_ROOT) },
  Expiration: { Days: 730 },
  NoncurrentVersionExpiration: { NoncurrentDays: 30 },
};

const EXPIRE_EXPORTS: LifecycleRule = {
  ID: "expire-exports",
  Status: "Enabled",
  Filter: { Prefix: EXPORTS_PREFIX },
  Expiration: { Days: 3 },
  NoncurrentVersionExpiration: { NoncurrentDays: 1 },
};

const ABORT_UPLOADS: LifecycleRule = {
  ID: "abort-uploads",
  Status: "Enabled",
  Filter: { Prefix: "" },
  AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
};

/** Versioned, closed to the public, encrypted; with these lifecycle rules. */
export async function provisionBucket(client: S3Client, bucket: string, rules: LifecycleRule[]): Promise<void> {
  const Bucket = bucket;
  await unlessThere(client.send(new CreateBucketCommand({ Bucket })));
  await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
  await client.send(
    new PutPublicAccessBlockCommand({
      Bucket,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    }),
  );
  const byDefault = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" as const } };
  await client.send(
    new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [byDefault] } }),
  );
  await client.send(
    new PutBucketLifecycleConfigurationCommand({
      Bucket,
      LifecycleConfiguration: { Rules: [...rules, ABORT_UPLOADS] },
    }),
  );
}
