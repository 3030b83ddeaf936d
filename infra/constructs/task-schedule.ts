// Starts one of the worker's tasks when it is due. A start that AWS refuses is tried again, and what never started is kept
// in a queue. It stands in the worker's stack, because it names a revision of the task definition: in another stack it would
// go on starting the old one after a deployment.
import { Duration, TimeZone } from "aws-cdk-lib";
import type * as ec2 from "aws-cdk-lib/aws-ec2";
import type * as ecs from "aws-cdk-lib/aws-ecs";
import { Schedule, ScheduleExpression, ScheduleTargetInput } from "aws-cdk-lib/aws-scheduler";
import { EcsRunFargateTask } from "aws-cdk-lib/aws-scheduler-targets";
import type * as sqs from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { WORKER_CONTAINER } from "../names";

export interface TaskScheduleProps {
  name: string;
  description: string;
  when: { expression: string; timezone: string };
  cluster: ecs.ICluster;
  task: ecs.FargateTaskDefinition;
  /** What the task does instead of its definition's own verb. */
  verb?: string;
  securityGroup: ec2.SecurityGroup;
  /** Of starts that were due and never happened. */
  missedStarts: sqs.Queue;
}

/** After this the next run is nearer than the missed one is useful. */
const GIVE_UP_AFTER = Duration.hours(6);
const ATTEMPTS = 10;

export function taskSchedule(scope: Construct, id: string, props: TaskScheduleProps): void {
  const { expression, timezone } = props.when;
  new Schedule(scope, id, {
    scheduleName: props.name,
    description: props.description,
    schedule: ScheduleExpression.expression(expression, TimeZone.of(timezone)),
    target: new EcsRunFargateTask(props.cluster, {
      taskDefinition: props.task,
      taskCount: 1,
      input: props.verb === undefined ? undefined : otherVerb(props.verb),
      securityGroups: [props.securityGroup],
      retryAttempts: ATTEMPTS,
      maxEventAge: GIVE_UP_AFTER,
      deadLetterQueue: props.missedStarts,
    }),
  });
}

/** For the ECS target the input is RunTask's overrides. */
const otherVerb = (verb: string) =>
  ScheduleTargetInput.fromObject({ containerOverrides: [{ name: WORKER_CONTAINER, command: [verb] }] });
