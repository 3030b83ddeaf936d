import { allow, objects, type Statement } from "./statement";

export interface Copied {
  sourceBucketArn: string;
  replicaBucketArn: string;
  /** Whether the replica belongs to another account, which then becomes the owner of the copies. */
  abroad: boolean;
}

/**
 * What S3 itself may do when it replicates. There is no s3:ReplicateDelete on purpose: whatever happens to the primary, a
 * deletion never reaches the copy.
 */
export const replicationPolicy = ({ sourceBucketArn, replicaBucketArn, abroad }: Copied): Statement[] => [
  allow("ReadReplicationRules", ["s3:GetReplicationConfiguration", "s3:ListBucket"], [sourceBucketArn]),
  allow(
    "ReadVersions",
    ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
    objects(sourceBucketArn),
  ),
  allow(
    "WriteCopies",
    ["s3:ReplicateObject", "s3:ReplicateTags", ...(abroad ? ["s3:ObjectOwnerOverrideToBucketOwner"] : [])],
    objects(replicaBucketArn),
  ),
];
