import type * as cdk from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import * as s3 from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { bucketArn } from "../policies/arns";
import { replicationPolicy } from "../policies/replication-policy";
import { attach } from "./attach-policy";

export interface ReplicationProps {
  sourceBucket: string;
  replicaBucket: string;
  /** Names are fixed, so the replica's region need not export anything. */
  region: string;
  timeControl: boolean;
}

/** The rule and the role by which S3 copies every new version of a bucket to its replica; delete markers stay behind. */
export function replicationTo(
  scope: Construct & { account: cdk.Stack["account"] },
  id: string,
  props: ReplicationProps,
): { role: iam.Role; rules: s3.ReplicationRule[] } {
  const source = bucketArn(props.region, props.sourceBucket);
  const role = new iam.Role(scope, `${id}ReplicationRole`, {
    assumedBy: new iam.ServicePrincipal("s3.amazonaws.com", {
      conditions: { StringEquals: { "aws:SourceAccount": scope.account }, ArnEquals: { "aws:SourceArn": source } },
    }),
    description: `S3 copies ${props.sourceBucket} to ${props.replicaBucket}`,
  });
  attach(role, replicationPolicy(source, bucketArn(props.region, props.replicaBucket)));
  return {
    role,
    rules: [
      {
        id: "to-replica",
        priority: 1,
        destination: s3.Bucket.fromBucketName(scope, `${id}Replica`, props.replicaBucket),
        deleteMarkerReplication: false,
        ...(props.timeControl && {
          replicationTimeControl: s3.ReplicationTimeValue.FIFTEEN_MINUTES,
          metrics: s3.ReplicationTimeValue.FIFTEEN_MINUTES,
        }),
      },
    ],
  };
}
