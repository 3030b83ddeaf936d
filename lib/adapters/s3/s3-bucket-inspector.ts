import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketReplicationCommand,
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import type { BucketPosture } from "@/lib/domain/doctor/judge-bucket";
import { partOf } from "@/lib/domain/part-of";
import type { BucketInspector } from "@/lib/ports/bucket-inspector";
import { awsError } from "../shared/aws-error";
import { SMALL_CALL } from "../shared/small-call";

const ATTEMPTS = 3;

/** S3 answers with one of these errors where a bucket has no such configuration. */
const NONE = new Set([
  "ObjectLockConfigurationNotFoundError",
  "NoSuchLifecycleConfiguration",
  "ReplicationConfigurationNotFoundError",
  "ServerSideEncryptionConfigurationNotFoundError",
  "NoSuchPublicAccessBlockConfiguration",
]);

export class S3BucketInspector implements BucketInspector {
  readonly bucket: string;
  private readonly client: S3Client;

  constructor({ bucket, region, endpoint }: { bucket: string; region: string; endpoint?: string }) {
    this.bucket = bucket;
    this.client = new S3Client({ region, endpoint, maxAttempts: ATTEMPTS, requestHandler: SMALL_CALL });
  }

  async inspect(): Promise<BucketPosture> {
    const [versioning, lock, lifecycle, replication, encryption, publicAccessBlocked] = await Promise.all([
      partOf(this.versioning()),
      partOf(this.lock()),
      partOf(this.lifecycle()),
      partOf(this.replication()),
      partOf(this.encryption()),
      partOf(this.publicAccessBlocked()),
    ]);
    return { versioning, lock, lifecycle, replication, encryption, publicAccessBlocked };
  }

  private async versioning() {
    const command = new GetBucketVersioningCommand({ Bucket: this.bucket });
    return (await ask("s3:GetBucketVersioning", this.client.send(command)))?.Status;
  }

  private async lock() {
    const command = new GetObjectLockConfigurationCommand({ Bucket: this.bucket });
    const answer = await ask("s3:GetBucketObjectLockConfiguration", this.client.send(command));
    const { ObjectLockEnabled, Rule } = answer?.ObjectLockConfiguration ?? {};
    const { Mode, Days, Years } = Rule?.DefaultRetention ?? {};
    return { enabled: ObjectLockEnabled === "Enabled", mode: Mode, days: Days ?? (Years && Years * 365) };
  }

  private async lifecycle() {
    const command = new GetBucketLifecycleConfigurationCommand({ Bucket: this.bucket });
    const answer = await ask("s3:GetLifecycleConfiguration", this.client.send(command));
    return (answer?.Rules ?? [])
      .filter(({ Status }) => Status === "Enabled")
      .map((rule) => ({
        prefix: rule.Filter?.Prefix ?? rule.Filter?.And?.Prefix ?? rule.Prefix ?? "",
        expirationDays: rule.Expiration?.Days,
        noncurrentDays: rule.NoncurrentVersionExpiration?.NoncurrentDays,
        abortUploadDays: rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation,
        transitions: rule.Transitions?.flatMap(({ Days, StorageClass }) =>
          Days !== undefined && StorageClass ? [{ days: Days, storageClass: StorageClass }] : [],
        ),
      }));
  }

  private async replication() {
    const command = new GetBucketReplicationCommand({ Bucket: this.bucket });
    const answer = await ask("s3:GetReplicationConfiguration", this.client.send(command));
    return (answer?.ReplicationConfiguration?.Rules ?? []).map((rule) => ({
      to: rule.Destination?.Bucket?.split(":").at(-1) ?? "",
      prefix: rule.Filter?.Prefix ?? rule.Filter?.And?.Prefix ?? rule.Prefix ?? "",
      enabled: rule.Status === "Enabled",
      deleteMarkers: rule.DeleteMarkerReplication?.Status === "Enabled",
    }));
  }

  private async encryption() {
    const command = new GetBucketEncryptionCommand({ Bucket: this.bucket });
    const answer = await ask("s3:GetEncryptionConfiguration", this.client.send(command));
    const [rule] = answer?.ServerSideEncryptionConfiguration?.Rules ?? [];
    return rule?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm;
  }

  private async publicAccessBlocked() {
    const command = new GetPublicAccessBlockCommand({ Bucket: this.bucket });
    const answer = await ask("s3:GetBucketPublicAccessBlock", this.client.send(command));
    const { BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls, RestrictPublicBuckets } =
      answer?.PublicAccessBlockConfiguration ?? {};
    return Boolean(BlockPublicAcls && BlockPublicPolicy && IgnorePublicAcls && RestrictPublicBuckets);
  }
}

async function ask<T>(action: string, answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (cause) {
    if (cause instanceof Error && NONE.has(cause.name)) return undefined;
    throw awsError(cause, "S3", action);
  }
}
