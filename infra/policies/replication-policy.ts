import { allow, objects, type Statement } from "./statement";

/**
 * What S3 itself may do when it replicates. There is no s3:ReplicateDelete on purpose: whatever happens to the primary, a
 * deletion never reaches the copy.
 */
export const replicationPolicy = (sourceBucketArn: string, replicaBucketArn: string): Statement[] => [
  allow("ReadReplicationRules", ["s3:GetReplicationConfiguration", "s3:ListBucket"], [sourceBucketArn]),
  allow(
    "ReadVersions",
    ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
    objects(sourceBucketArn),
  ),
  allow("WriteCopies", ["s3:ReplicateObject", "s3:ReplicateTags"], objects(replicaBucketArn)),
];
