import { decrypt, encryptCopies, type Keys } from "./key-policy";
import { allow, objects, type Statement } from "./statement";

export interface Copied {
  sourceBucketArn: string;
  replicaBucketArn: string;
  /** Whether the replica belongs to another account, which then becomes the owner of the copies. */
  abroad: boolean;
  /** Whether the originals are locked: their lock is copied with them. */
  locked: boolean;
  keys?: Keys;
}

/**
 * What S3 itself may do when it replicates. There is no s3:ReplicateDelete on purpose: whatever happens to the primary, a
 * deletion never reaches the copy.
 */
export const replicationPolicy = (copied: Copied): Statement[] => [
  allow("ReadReplicationRules", ["s3:GetReplicationConfiguration", "s3:ListBucket"], [copied.sourceBucketArn]),
  allow(
    "ReadVersions",
    [
      ...["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
      ...(copied.locked ? ["s3:GetObjectRetention", "s3:GetObjectLegalHold"] : []),
    ],
    objects(copied.sourceBucketArn),
  ),
  allow(
    "WriteCopies",
    ["s3:ReplicateObject", "s3:ReplicateTags", ...(copied.abroad ? ["s3:ObjectOwnerOverrideToBucketOwner"] : [])],
    objects(copied.replicaBucketArn),
  ),
  ...(copied.keys
    ? [
        decrypt(copied.keys.primary, copied.sourceBucketArn),
        encryptCopies(copied.keys.replica, copied.replicaBucketArn),
      ]
    : []),
];
