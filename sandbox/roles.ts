import { ROLES } from "./names";
import type { Principal } from "./shared/principals";

/**
 * What each process may do here: the actions of the roles that infra/ gives them. A call outside is refused, as AWS would.
 * None of them can delete.
 */
const ALLOW: Record<keyof typeof ROLES, string[]> = {
  backup: [
    "s3:PutObject",
    "s3:GetObject",
    "s3:GetObjectVersion",
    "s3:ListBucket",
    "s3:AbortMultipartUpload",
    "secretsmanager:GetSecretValue",
    "cloudwatch:PutMetricData",
  ],
  restore: [
    "s3:GetObject",
    "s3:GetObjectVersion",
    "s3:ListBucket",
    "s3:ListBucketVersions",
    "s3:PutObject",
    "s3:AbortMultipartUpload",
    "secretsmanager:GetSecretValue",
  ],
  verify: [
    "s3:GetObject",
    "s3:GetObjectVersion",
    "s3:ListBucket",
    "s3:ListBucketVersions",
    "s3:PutObject",
    "cloudwatch:PutMetricData",
  ],
  console: [
    "s3:GetObject",
    "s3:GetObjectVersion",
    "s3:ListBucket",
    "s3:PutObject",
    "ecs:RunTask",
    "ecs:DescribeTasks",
    "ecs:StopTask",
    "ecs:DescribeTaskDefinition",
    "ecs:TagResource",
    "iam:PassRole",
    "logs:GetLogEvents",
    "logs:FilterLogEvents",
    "cloudwatch:PutMetricData",
    "cloudwatch:DescribeAlarms",
    "cloudwatch:DescribeAlarmHistory",
    "cloudwatch:GetMetricData",
    "scheduler:GetSchedule",
    "sns:ListSubscriptionsByTopic",
    "s3:GetBucketObjectLockConfiguration",
    "s3:GetBucketPublicAccessBlock",
    "s3:GetBucketVersioning",
    "s3:GetEncryptionConfiguration",
    "s3:GetLifecycleConfiguration",
    "s3:GetReplicationConfiguration",
  ],
  scheduler: ["ecs:RunTask", "iam:PassRole"],
};

/** Credentials are made from the name: they open nothing but this machine's loopback. */
export const ROLE_PRINCIPALS: Principal[] = Object.entries(ROLES).map(([role, name]) => ({
  name,
  accessKeyId: `SANDBOX${role.toUpperCase()}`.padEnd(20, "0"),
  secretAccessKey: `sandbox-${role}-not-a-secret`,
  allow: ALLOW[role as keyof typeof ROLES],
}));

/** The InfraHouse container's permissions, for trying the worker as its replacement. */
export const DROP_IN_PRINCIPAL: Principal = {
  name: "infrahouse-backup",
  accessKeyId: "SANDBOXDROPIN0000000",
  secretAccessKey: "sandbox-drop-in-not-a-secret",
  allow: ["s3:PutObject", "s3:ListBucket", "secretsmanager:GetSecretValue", "cloudwatch:PutMetricData"],
};
