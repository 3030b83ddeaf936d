import type * as kms from "aws-cdk-lib/aws-kms";
import * as logs from "aws-cdk-lib/aws-logs";
import type { HoldfastStack } from "../stacks/holdfast-stack";

/** A log group of the environment: kept as long as it says, encrypted with its key where it has one. */
export const keptLog = (stack: HoldfastStack, id: string, logGroupName: string, key?: kms.IKey): logs.LogGroup =>
  new logs.LogGroup(stack, id, {
    logGroupName,
    retention: stack.config.worker.logRetentionDays,
    removalPolicy: stack.keep,
    ...(key && { encryptionKey: key }),
  });
