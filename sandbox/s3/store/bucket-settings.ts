import type {
  BucketLifecycleConfiguration,
  OwnershipControls,
  PublicAccessBlockConfiguration,
  ReplicationConfiguration,
  ServerSideEncryptionConfiguration,
  Tagging,
} from "@aws-sdk/client-s3";

/** What a bucket is told to be; kept in its `bucket.json`. */
export interface BucketSettings {
  name: string;
  region: string;
  /** ISO 8601. */
  createdAt: string;
  versioning?: "Enabled" | "Suspended";
  /** Set once Object Lock is on, which cannot be undone. */
  objectLock?: { defaultRetention?: DefaultRetention };
  configurations: BucketConfigurations;
}

export interface DefaultRetention {
  mode: "GOVERNANCE" | "COMPLIANCE";
  days: number;
  /** How it was written, to be read back so. */
  unit: "Days" | "Years";
}

/** Sub-resources that are stored as they come, in the SDK's types. */
export interface BucketConfigurations {
  encryption?: ServerSideEncryptionConfiguration;
  lifecycle?: BucketLifecycleConfiguration;
  ownershipControls?: OwnershipControls;
  /** JSON text. Kept, not evaluated: who may do what is decided by the principals' actions. */
  policy?: string;
  publicAccessBlock?: PublicAccessBlockConfiguration;
  replication?: ReplicationConfiguration;
  tagging?: Tagging;
}

/** A bucket as S3 makes them today: nothing public, no ACLs. */
export function newBucketSettings(name: string, region: string, now: Date): BucketSettings {
  return {
    name,
    region,
    createdAt: now.toISOString(),
    configurations: {
      ownershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
      publicAccessBlock: {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: true,
      },
    },
  };
}
