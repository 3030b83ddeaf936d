import type * as cdk from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import * as kms from "aws-cdk-lib/aws-kms";
import * as s3 from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { bucketArn, type Place } from "../policies/arns";
import type { Keys } from "../policies/key-policy";
import { replicationPolicy } from "../policies/replication-policy";
import { attach } from "./attach-policy";

export interface ReplicationProps {
  roleName: string;
  sourceBucket: string;
  replicaBucket: string;
  /** Where the replica stands. Names are fixed, so it need not export anything. */
  replica: Place;
  timeControl: boolean;
  locked: boolean;
  keys?: Keys;
  /** ARN of the replica's key. */
  replicaKeyArn?: string;
}

/** The rule and the role by which S3 copies every new version of a bucket to its replica; delete markers stay behind. */
export function replicationTo(
  scope: Construct & Pick<cdk.Stack, "account" | "region">,
  id: string,
  props: ReplicationProps,
): { role: iam.Role; rules: s3.ReplicationRule[] } {
  const { account, region } = scope;
  const abroad = props.replica.account !== account;
  const source = bucketArn(region, props.sourceBucket);
  const role = new iam.Role(scope, `${id}ReplicationRole`, {
    roleName: props.roleName,
    assumedBy: new iam.ServicePrincipal("s3.amazonaws.com", {
      conditions: { StringEquals: { "aws:SourceAccount": account }, ArnEquals: { "aws:SourceArn": source } },
    }),
    description: `S3 copies ${props.sourceBucket} to ${props.replicaBucket}`,
  });
  const replicaBucketArn = bucketArn(props.replica.region, props.replicaBucket);
  attach(
    role,
    replicationPolicy({ sourceBucketArn: source, replicaBucketArn, abroad, locked: props.locked, keys: props.keys }),
  );
  return {
    role,
    rules: [
      {
        id: "to-replica",
        priority: 1,
        destination: s3.Bucket.fromBucketAttributes(scope, `${id}Replica`, {
          bucketName: props.replicaBucket,
          ...props.replica,
        }),
        deleteMarkerReplication: false,
        // The copies belong to the account they lie in: else that of the primary could still take them away.
        ...(abroad && { accessControlTransition: true }),
        ...(props.replicaKeyArn && {
          sseKmsEncryptedObjects: true,
          kmsKey: kms.Key.fromKeyArn(scope, `${id}ReplicaKey`, props.replicaKeyArn),
        }),
        ...(props.timeControl && {
          replicationTimeControl: s3.ReplicationTimeValue.FIFTEEN_MINUTES,
          metrics: s3.ReplicationTimeValue.FIFTEEN_MINUTES,
        }),
      },
    ],
  };
}
