import { Duration } from "aws-cdk-lib";
import * as sqs from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { Names } from "../names";
import { acknowledge } from "./acknowledge";

/** Starts of the worker that were due and never happened. */
export function missedStartsQueue(scope: Construct, { prefix }: Names): sqs.Queue {
  const queue = new sqs.Queue(scope, "MissedStarts", {
    queueName: `${prefix}-missed-starts`,
    enforceSSL: true,
    encryption: sqs.QueueEncryption.SQS_MANAGED,
    retentionPeriod: Duration.days(14),
  });
  acknowledge(queue, "AwsSolutions-SQS3", "It is itself the dead-letter queue, of the schedules.");
  return queue;
}
