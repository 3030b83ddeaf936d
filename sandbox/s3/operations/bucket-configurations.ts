import type {
  GetBucketEncryptionCommandOutput,
  GetBucketLifecycleConfigurationCommandOutput,
  GetBucketOwnershipControlsCommandOutput,
  GetBucketPolicyCommandOutput,
  GetBucketReplicationCommandOutput,
  GetBucketTaggingCommandOutput,
  GetPublicAccessBlockCommandOutput,
  PutBucketEncryptionCommandInput,
  PutBucketLifecycleConfigurationCommandInput,
  PutBucketOwnershipControlsCommandInput,
  PutBucketPolicyCommandInput,
  PutBucketReplicationCommandInput,
  PutBucketTaggingCommandInput,
  PutPublicAccessBlockCommandInput,
} from "@aws-sdk/client-s3";
import { destinationsOf } from "../replication/replication-rules";
import { S3Error, type S3ErrorCode } from "../s3-error";
import type { Bucket } from "../store/bucket";
import type { BucketConfigurations } from "../store/bucket-settings";
import type { WorldStore } from "../store/world-store";
import type { Call, Handler, Reply } from "./call";

/** Sub-resources that are put, got and deleted whole. What they mean is the business of those who read them. */
type AddressingCall = Call<{ Bucket: string | undefined }>;

export const putBucketEncryption: Handler<PutBucketEncryptionCommandInput, object> = (call) =>
  put(call, "encryption", call.input.ServerSideEncryptionConfiguration);

export const getBucketEncryption: Handler<{ Bucket: string | undefined }, GetBucketEncryptionCommandOutput> = (
  call,
) => ({
  output: {
    ServerSideEncryptionConfiguration: call.bucket().settings.configurations.encryption ?? {
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" }, BucketKeyEnabled: false }],
    },
  },
});

export const deleteBucketEncryption = deleting("encryption");

export const putBucketLifecycle: Handler<PutBucketLifecycleConfigurationCommandInput, object> = (call) => {
  const rules = call.input.LifecycleConfiguration?.Rules ?? [];
  const ids = rules.flatMap((rule) => rule.ID ?? []);
  if (rules.length === 0 || rules.length > 1000) throw new S3Error("MalformedXML");
  if (new Set(ids).size < ids.length) throw new S3Error("InvalidArgument", { message: "Rule ID must be unique." });
  for (const rule of rules) {
    if (rule.Status !== "Enabled" && rule.Status !== "Disabled") throw new S3Error("MalformedXML");
    const { Expiration, Transitions, NoncurrentVersionExpiration, NoncurrentVersionTransitions } = rule;
    const actions = [Expiration, Transitions?.[0], NoncurrentVersionExpiration, NoncurrentVersionTransitions?.[0]];
    if ([...actions, rule.AbortIncompleteMultipartUpload].every((action) => action === undefined)) {
      throw new S3Error("InvalidRequest", { message: "At least one action needs to be specified in a rule." });
    }
  }
  return put(call, "lifecycle", { Rules: rules });
};

export const getBucketLifecycle: Handler<
  { Bucket: string | undefined },
  GetBucketLifecycleConfigurationCommandOutput
> = (call) => ({ output: { Rules: get(call, "lifecycle", "NoSuchLifecycleConfiguration").Rules } });

export const deleteBucketLifecycle = deleting("lifecycle");

export const putBucketOwnershipControls: Handler<PutBucketOwnershipControlsCommandInput, object> = (call) =>
  put(call, "ownershipControls", call.input.OwnershipControls);

export const getBucketOwnershipControls: Handler<
  { Bucket: string | undefined },
  GetBucketOwnershipControlsCommandOutput
> = (call) => ({
  output: { OwnershipControls: get(call, "ownershipControls", "OwnershipControlsNotFoundError") },
});

export const deleteBucketOwnershipControls = deleting("ownershipControls");

export const putBucketPolicy: Handler<PutBucketPolicyCommandInput, object> = (call) => {
  const policy = call.input.Policy ?? "";
  try {
    if (typeof JSON.parse(policy)?.Statement === "undefined") throw new Error("no Statement");
  } catch {
    throw new S3Error("MalformedPolicy");
  }
  return put(call, "policy", policy, 204);
};

export const getBucketPolicy: Handler<{ Bucket: string | undefined }, GetBucketPolicyCommandOutput> = (call) => ({
  output: { Policy: get(call, "policy", "NoSuchBucketPolicy") },
  headers: { "content-type": "application/json" },
});

export const deleteBucketPolicy = deleting("policy");

export const putPublicAccessBlock: Handler<PutPublicAccessBlockCommandInput, object> = (call) =>
  put(call, "publicAccessBlock", call.input.PublicAccessBlockConfiguration);

export const getPublicAccessBlock: Handler<{ Bucket: string | undefined }, GetPublicAccessBlockCommandOutput> = (
  call,
) => ({
  output: {
    PublicAccessBlockConfiguration: get(call, "publicAccessBlock", "NoSuchPublicAccessBlockConfiguration"),
  },
});

export const deletePublicAccessBlock = deleting("publicAccessBlock");

export const putBucketReplication: Handler<PutBucketReplicationCommandInput, object> = (call) => {
  const configuration = call.input.ReplicationConfiguration;
  const bucket = call.bucket();
  demandVersioning(bucket);
  for (const destination of destinationsOf(configuration ?? { Role: "", Rules: [] })) {
    demandDestination(call.world, bucket, destination);
  }
  return put(call, "replication", configuration);
};

export const getBucketReplication: Handler<{ Bucket: string | undefined }, GetBucketReplicationCommandOutput> = (
  call,
) => ({
  output: { ReplicationConfiguration: get(call, "replication", "ReplicationConfigurationNotFoundError") },
});

export const deleteBucketReplication = deleting("replication");

export const putBucketTagging: Handler<PutBucketTaggingCommandInput, object> = (call) =>
  put(call, "tagging", call.input.Tagging, 204);

export const getBucketTagging: Handler<{ Bucket: string | undefined }, GetBucketTaggingCommandOutput> = (call) => ({
  output: { TagSet: get(call, "tagging", "NoSuchTagSet").TagSet },
});

export const deleteBucketTagging = deleting("tagging");

async function put<Name extends keyof BucketConfigurations>(
  call: AddressingCall,
  name: Name,
  value: BucketConfigurations[Name],
  status = 200,
): Promise<Reply<object>> {
  if (value === undefined) throw new S3Error("MalformedXML");
  await call.bucket().changeSettings((settings) => {
    settings.configurations[name] = value;
  });
  return { status };
}

function get<Name extends keyof BucketConfigurations>(
  call: AddressingCall,
  name: Name,
  missing: S3ErrorCode,
): NonNullable<BucketConfigurations[Name]> {
  const bucket = call.bucket();
  const value = bucket.settings.configurations[name];
  if (value === undefined || value === null) throw new S3Error(missing, { details: { BucketName: bucket.name } });
  return value;
}

function deleting(name: keyof BucketConfigurations): Handler<{ Bucket: string | undefined }, object> {
  return async (call) => {
    await call.bucket().changeSettings((settings) => {
      delete settings.configurations[name];
    });
    return { status: 204 };
  };
}

function demandVersioning(bucket: Bucket): void {
  if (bucket.settings.versioning === "Enabled") return;
  throw new S3Error("InvalidRequest", {
    message: "Versioning must be 'Enabled' on the bucket to apply a replication configuration",
  });
}

function demandDestination(world: WorldStore, source: Bucket, name: string | undefined): void {
  const destination = name === undefined ? undefined : world.findBucket(name);
  if (!destination) throw new S3Error("InvalidRequest", { message: "Destination bucket must exist." });
  if (destination === source) {
    throw new S3Error("InvalidRequest", { message: "Destination bucket cannot be the same as the source bucket." });
  }
  if (destination.settings.versioning === "Enabled") return;
  throw new S3Error("InvalidRequest", { message: "Destination bucket must have versioning enabled." });
}
