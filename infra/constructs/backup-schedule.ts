// Starts the backup task when it is due. A start that AWS refuses is tried again, and what never started is kept in a queue.
// It stands in the worker's stack, because it names a revision of the task definition: in another stack it would go on
// starting the old one after a deployment.
import { Duration, TimeZone } from "aws-cdk-lib";
import type * as ec2 from "aws-cdk-lib/aws-ec2";
import type * as ecs from "aws-cdk-lib/aws-ecs";
import { Schedule, ScheduleExpression } from "aws-cdk-lib/aws-scheduler";
import { EcsRunFargateTask } from "aws-cdk-lib/aws-scheduler-targets";
import * as sqs from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { EnvironmentConfig } from "../config";
import type { Names } from "../names";
import { acknowledge } from "./acknowledge";

export interface BackupScheduleProps {
  config: EnvironmentConfig;
  names: Names;
  cluster: ecs.Cluster;
  task: ecs.FargateTaskDefinition;
  securityGroup: ec2.SecurityGroup;
}

/** After this the next backup is nearer than the missed one is useful. */
const GIVE_UP_AFTER = Duration.hours(6);
const ATTEMPTS = 10;

/** @returns the queue of starts that were due and never happened */
export function backupSchedule(scope: Construct, props: BackupScheduleProps): sqs.Queue {
  const missedStarts = new sqs.Queue(scope, "MissedStarts", {
    queueName: `${props.names.prefix}-missed-starts`,
    enforceSSL: true,
    encryption: sqs.QueueEncryption.SQS_MANAGED,
    retentionPeriod: Duration.days(14),
  });
  acknowledge(missedStarts, "AwsSolutions-SQS3", "It is itself the dead-letter queue, of the schedule.");
  const { expression, timezone } = props.config.backups.schedule;
  new Schedule(scope, "Schedule", {
    scheduleName: props.names.schedule,
    description: "Starts the backup of every repository",
    schedule: ScheduleExpression.expression(expression, TimeZone.of(timezone)),
    target: new EcsRunFargateTask(props.cluster, {
      taskDefinition: props.task,
      taskCount: 1,
      securityGroups: [props.securityGroup],
      retryAttempts: ATTEMPTS,
      maxEventAge: GIVE_UP_AFTER,
      deadLetterQueue: missedStarts,
    }),
  });
  return missedStarts;
}
