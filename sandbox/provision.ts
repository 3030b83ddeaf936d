// What `cdk deploy` would have made, made here through the same APIs: buckets with replication, keys, task definitions,
// schedule, alarms. Safe to repeat: what exists is left or brought up to date.
import { CloudWatchClient, PutMetricAlarmCommand } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient, CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateClusterCommand, ECSClient, RegisterTaskDefinitionCommand } from "@aws-sdk/client-ecs";
import { CreateScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { CreateSecretCommand, PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { alarmMessage, alarmName } from "@/lib/domain/alarm";
import { alarmsFor } from "@/lib/domain/alarms-for";
import { METRIC_NAMESPACE } from "@/lib/domain/metrics";
import { WORKER_CONTAINER, WORKER_STOP_SECONDS } from "../infra/names";
import {
  ACCOUNT_ID,
  ALARM_PREFIX,
  CLUSTER,
  DRILL_SCHEDULE,
  EXECUTION_ROLES,
  IMAGE,
  LOG_GROUP,
  NETWORK,
  REGION,
  ROLES,
  ROLES_OF_TASKS,
  SCHEDULE,
  SECRETS,
  TARGETS,
  TASKS,
  TOPIC,
  VERIFY_SCHEDULE,
  WATCH_SCHEDULE,
} from "./names";
import { provisionBuckets } from "./provision-buckets";
import { clientOptions, unlessThere } from "./provision-shared";
import type { TaskKind } from "./task-variables";

export interface ProvisionInput {
  awsUrl: string;
  s3Url: string;
  s3ReplicaUrl: string;
  appKeys: { backup: string; restore: string };
  /** What the task definitions carry. */
  taskEnvironment: Record<TaskKind, Record<string, string>>;
}

export async function provision(input: ProvisionInput): Promise<void> {
  await provisionBuckets(input);
  await provisionSecrets(input);
  await provisionTasks(input);
  await provisionSchedule(input);
  await provisionAlarms(input);
}

async function provisionSecrets({ awsUrl, appKeys }: ProvisionInput): Promise<void> {
  const secrets = new SecretsManagerClient(clientOptions(awsUrl));
  for (const [name, value] of [
    [SECRETS.backupKey, appKeys.backup],
    [SECRETS.restoreKey, appKeys.restore],
  ] as const) {
    await unlessThere(secrets.send(new CreateSecretCommand({ Name: name, SecretString: value })));
    await secrets.send(new PutSecretValueCommand({ SecretId: name, SecretString: value }));
  }
}

async function provisionTasks({ awsUrl, taskEnvironment }: ProvisionInput): Promise<void> {
  const ecs = new ECSClient(clientOptions(awsUrl));
  const logs = new CloudWatchLogsClient(clientOptions(awsUrl));
  await unlessThere(logs.send(new CreateLogGroupCommand({ logGroupName: LOG_GROUP })));
  await unlessThere(ecs.send(new CreateClusterCommand({ clusterName: CLUSTER })));
  for (const [kind, family] of Object.entries(TASKS) as [TaskKind, string][]) {
    const role = ROLES_OF_TASKS[kind];
    await ecs.send(
      new RegisterTaskDefinitionCommand({
        family,
        cpu: "1024",
        memory: "2048",
        networkMode: "awsvpc",
        requiresCompatibilities: ["FARGATE"],
        executionRoleArn: `arn:aws:iam::${ACCOUNT_ID}:role/${EXECUTION_ROLES[role]}`,
        // The console hands them on to the tasks it starts, and needs the permission to.
        tags: [{ key: "application", value: "holdfast" }],
        taskRoleArn: `arn:aws:iam::${ACCOUNT_ID}:role/${ROLES[role]}`,
        containerDefinitions: [
          {
            name: WORKER_CONTAINER,
            image: IMAGE,
            command: [kind],
            essential: true,
            readonlyRootFilesystem: true,
            stopTimeout: WORKER_STOP_SECONDS,
            environment: Object.entries(taskEnvironment[kind]).map(([name, value]) => ({ name, value })),
            logConfiguration: {
              logDriver: "awslogs",
              options: { "awslogs-group": LOG_GROUP, "awslogs-region": REGION, "awslogs-stream-prefix": kind },
            },
          },
        ],
      }),
    );
  }
}

async function provisionSchedule({ awsUrl }: ProvisionInput): Promise<void> {
  const scheduler = new SchedulerClient(clientOptions(awsUrl));
  await schedule(scheduler, SCHEDULE, "cron(0 2 * * ? *)", TASKS.backup);
  await schedule(scheduler, VERIFY_SCHEDULE, "cron(0 5 * * ? *)", TASKS.verify);
  await schedule(scheduler, WATCH_SCHEDULE, "cron(7 * * * ? *)", TASKS.verify, "watch");
  await schedule(scheduler, DRILL_SCHEDULE, "cron(0 9 ? * SUN *)", TASKS.drill);
}

/** `verb`: what the task does instead of its definition's own. */
async function schedule(
  scheduler: SchedulerClient,
  name: string,
  expression: string,
  family: string,
  verb?: string,
): Promise<void> {
  await unlessThere(
    scheduler.send(
      new CreateScheduleCommand({
        Name: name,
        ScheduleExpression: expression,
        ScheduleExpressionTimezone: "UTC",
        FlexibleTimeWindow: { Mode: "OFF" },
        Target: {
          Arn: `arn:aws:ecs:${REGION}:${ACCOUNT_ID}:cluster/${CLUSTER}`,
          RoleArn: `arn:aws:iam::${ACCOUNT_ID}:role/${ROLES.scheduler}`,
          Input: verb && JSON.stringify({ containerOverrides: [{ name: WORKER_CONTAINER, command: [verb] }] }),
          EcsParameters: {
            TaskDefinitionArn: `arn:aws:ecs:${REGION}:${ACCOUNT_ID}:task-definition/${family}`,
            LaunchType: "FARGATE",
            NetworkConfiguration: {
              awsvpcConfiguration: { Subnets: NETWORK.subnets, SecurityGroups: NETWORK.securityGroups },
            },
          },
        },
      }),
    ),
  );
}

async function provisionAlarms({ awsUrl }: ProvisionInput): Promise<void> {
  const sns = new SNSClient(clientOptions(awsUrl));
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: TOPIC }));
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: "email", Endpoint: "oncall@acme.example" }));
  // Whoever has the address follows the link in the message.
  await fetch(`${awsUrl}/_sandbox/sns/confirm?arn=${TopicArn}`, { method: "POST" });
  const cloudwatch = new CloudWatchClient(clientOptions(awsUrl));
  for (const alarm of alarmsFor(TARGETS)) {
    await cloudwatch.send(
      new PutMetricAlarmCommand({
        AlarmName: alarmName(ALARM_PREFIX, alarm),
        AlarmDescription: alarmMessage(alarm),
        Namespace: METRIC_NAMESPACE,
        MetricName: alarm.metric,
        Statistic: alarm.statistic,
        Period: alarm.periodSeconds,
        EvaluationPeriods: alarm.evaluationPeriods,
        DatapointsToAlarm: alarm.datapointsToAlarm,
        Threshold: alarm.threshold,
        ComparisonOperator: alarm.comparison,
        TreatMissingData: alarm.treatMissingData,
        AlarmActions: TopicArn ? [TopicArn] : [],
        OKActions: TopicArn ? [TopicArn] : [],
      }),
    );
  }
}
