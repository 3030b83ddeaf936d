import { Duration, type RemovalPolicy } from "aws-cdk-lib";
import * as s3 from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { acknowledge } from "./acknowledge";

/** Who read what: server access logs of the data buckets (and the load balancer's), kept for a while. */
export function accessLogsBucket(scope: Construct, name: string, keepDays: number, keep: RemovalPolicy): s3.Bucket {
  const bucket = new s3.Bucket(scope, "AccessLogs", {
    bucketName: name,
    versioned: true,
    // The only encryption that log delivery can write to.
    encryption: s3.BucketEncryption.S3_MANAGED,
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    removalPolicy: keep,
    lifecycleRules: [
      { id: "expire", expiration: Duration.days(keepDays), noncurrentVersionExpiration: Duration.days(7) },
      { id: "abort-incomplete-uploads", abortIncompleteMultipartUploadAfter: Duration.days(7) },
    ],
  });
  acknowledge(bucket, "AwsSolutions-S1", "It is where access logs go; logs about logs would never end.");
  return bucket;
}
