/**
 * The IAM action that each operation needs on the bucket or object it addresses, as in the Service Authorization
 * Reference ("Actions, resources, and condition keys for Amazon S3"). What depends on the input beyond the version id
 * (tags, locks, the source of a copy) is demanded by the operation itself.
 */
export function requiredAction(operation: OperationName, versionId: unknown): string {
  const action = REQUIRED_ACTIONS[operation];
  if (typeof action === "string") return action;
  return versionId === undefined ? action.current : action.version;
}

/** Every operation the stand-in answers. */
export type OperationName = keyof typeof REQUIRED_ACTIONS;

interface ByVersion {
  current: string;
  /** When the request names a version. */
  version: string;
}

const REQUIRED_ACTIONS = {
  AbortMultipartUpload: "s3:AbortMultipartUpload",
  CompleteMultipartUpload: "s3:PutObject",
  CopyObject: "s3:PutObject",
  CreateBucket: "s3:CreateBucket",
  CreateMultipartUpload: "s3:PutObject",
  DeleteBucket: "s3:DeleteBucket",
  DeleteBucketEncryption: "s3:PutEncryptionConfiguration",
  DeleteBucketLifecycle: "s3:PutLifecycleConfiguration",
  DeleteBucketOwnershipControls: "s3:PutBucketOwnershipControls",
  DeleteBucketPolicy: "s3:DeleteBucketPolicy",
  DeleteBucketReplication: "s3:PutReplicationConfiguration",
  DeleteBucketTagging: "s3:PutBucketTagging",
  DeleteObject: { current: "s3:DeleteObject", version: "s3:DeleteObjectVersion" },
  DeleteObjectTagging: { current: "s3:DeleteObjectTagging", version: "s3:DeleteObjectVersionTagging" },
  // Each key of the request is checked for itself.
  DeleteObjects: "",
  DeletePublicAccessBlock: "s3:PutBucketPublicAccessBlock",
  GetBucketEncryption: "s3:GetEncryptionConfiguration",
  GetBucketLifecycleConfiguration: "s3:GetLifecycleConfiguration",
  GetBucketLocation: "s3:GetBucketLocation",
  GetBucketOwnershipControls: "s3:GetBucketOwnershipControls",
  GetBucketPolicy: "s3:GetBucketPolicy",
  GetBucketReplication: "s3:GetReplicationConfiguration",
  GetBucketTagging: "s3:GetBucketTagging",
  GetBucketVersioning: "s3:GetBucketVersioning",
  GetObject: { current: "s3:GetObject", version: "s3:GetObjectVersion" },
  GetObjectAttributes: { current: "s3:GetObjectAttributes", version: "s3:GetObjectVersionAttributes" },
  GetObjectLegalHold: "s3:GetObjectLegalHold",
  GetObjectLockConfiguration: "s3:GetBucketObjectLockConfiguration",
  GetObjectRetention: "s3:GetObjectRetention",
  GetObjectTagging: { current: "s3:GetObjectTagging", version: "s3:GetObjectVersionTagging" },
  GetPublicAccessBlock: "s3:GetBucketPublicAccessBlock",
  HeadBucket: "s3:ListBucket",
  HeadObject: { current: "s3:GetObject", version: "s3:GetObjectVersion" },
  ListBuckets: "s3:ListAllMyBuckets",
  ListMultipartUploads: "s3:ListBucketMultipartUploads",
  ListObjectVersions: "s3:ListBucketVersions",
  ListObjects: "s3:ListBucket",
  ListObjectsV2: "s3:ListBucket",
  ListParts: "s3:ListMultipartUploadParts",
  PutBucketEncryption: "s3:PutEncryptionConfiguration",
  PutBucketLifecycleConfiguration: "s3:PutLifecycleConfiguration",
  PutBucketOwnershipControls: "s3:PutBucketOwnershipControls",
  PutBucketPolicy: "s3:PutBucketPolicy",
  PutBucketReplication: "s3:PutReplicationConfiguration",
  PutBucketTagging: "s3:PutBucketTagging",
  PutBucketVersioning: "s3:PutBucketVersioning",
  PutObject: "s3:PutObject",
  PutObjectLegalHold: "s3:PutObjectLegalHold",
  PutObjectLockConfiguration: "s3:PutBucketObjectLockConfiguration",
  PutObjectRetention: "s3:PutObjectRetention",
  PutObjectTagging: { current: "s3:PutObjectTagging", version: "s3:PutObjectVersionTagging" },
  PutPublicAccessBlock: "s3:PutBucketPublicAccessBlock",
  UploadPart: "s3:PutObject",
  UploadPartCopy: "s3:PutObject",
} as const satisfies Record<string, string | ByVersion>;
