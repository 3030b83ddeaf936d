// What `cdk deploy` would have made, made here through the same APIs: buckets with replication, keys, task definitions,
// schedule, alarms. Safe to repeat: what exists is left or brought up to date.
import { CloudWatchClient, PutMetricAlarmCommand } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient, CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateClusterCommand, ECSClient, RegisterTaskDefinitionCommand } from "@aws-sdk/client-ecs";
import {
  CreateBucketCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketReplicationCommand,
  PutBucketVersioningCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { CreateScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { CreateSecretCommand, PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { alarmMessage, alarmName } from "@/lib/domain/alarm";
import { alarmsFor } from "@/lib/domain/alarms-for";
import { EXPORTS_PREFIX } from "@/lib/domain/bucket-keys";
import { METRIC_NAMESPACE } from "@/lib/domain/metrics";
import {
  ACCOUNT_ID,
  ALARM_PREFIX,
  APPS,
  BUCKETS,
  CLUSTER,
  IMAGE,
  LOG_GROUP,
  NETWORK,
  REGION,
  REPLICA_REGION,
  ROLES,
  SCHEDULE,
  SECRETS,
  TARGETS,
  TASKS,
  TOPIC,
} from "./names";
import { ADMIN } from "./shared/principals";

export interface ProvisionInput {
  awsUrl: string;
  s3Url: string;
  s3ReplicaUrl: string;
  appKeys: { backup: string; restore: string };
  /** What the worker's tasks need besides: GitHub's URLs. */
  taskEnvironment: Record<string, string>;
}

export async function provision(input: ProvisionInput): Promise<void> {
  await provisionBuckets(input);
  await provisionSecrets(input);
  await provisionTasks(input);
  await provisionSchedule(input);
  await provisionAlarms(input);
}

const clientOptions = (endpoint: string, region: string = REGION) => ({ endpoint, region, credentials: ADMIN });

async function provisionBuckets({ s3Url, s3ReplicaUrl }: ProvisionInput): Promise<void> {
  const primary = new S3Client(clientOptions(s3Url));
  const replica = new S3Client(clientOptions(s3ReplicaUrl, REPLICA_REGION));
  for (const [client, bucket] of [
    [replica, BUCKETS.replica],
    [primary, BUCKETS.backups],
    [primary, BUCKETS.records],
  ] as const) {
    await unlessThere(client.send(new CreateBucketCommand({ Bucket: bucket })));
    await client.send(
      new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: "Enabled" } }),
    );
  }
  await expireExports(primary);
  await primary.send(
    new PutBucketReplicationCommand({
      Bucket: BUCKETS.backups,
      ReplicationConfiguration: {
        Role: `arn:aws:iam::${ACCOUNT_ID}:role/holdfast-replication`,
        Rules: [
          {
            ID: "to-replica",
            Status: "Enabled",
            Priority: 1,
            Filter: { Prefix: "" },
            DeleteMarkerReplication: { Status: "Disabled" },
            Destination: { Bucket: `arn:aws:s3:::${BUCKETS.replica}` },
          },
        ],
      },
    }),
  );
}

/** As infra/constructs/data-lifecycle.ts has it, in what a demonstration may run into. */
async function expireExports(client: S3Client): Promise<void> {
  const rule = { ID: "expire-exports", Status: "Enabled", Filter: { Prefix: EXPORTS_PREFIX } } as const;
  const Rules = [{ ...rule, Expiration: { Days: 3 }, NoncurrentVersionExpiration: { NoncurrentDays: 1 } }];
  await client.send(
    new PutBucketLifecycleConfigurationCommand({ Bucket: BUCKETS.records, LifecycleConfiguration: { Rules } }),
  );
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
  const own = {
    backup: { GITHUB_APP_ID: String(APPS.backup.id), GITHUB_APP_KEY_SECRET_ARN: SECRETS.backupKey },
    restore: { RESTORE_APP_ID: String(APPS.restore.id), RESTORE_APP_KEY_SECRET_ARN: SECRETS.restoreKey },
  };
  for (const kind of ["backup", "restore"] as const) {
    const environment = { ...taskEnvironment, ...own[kind] };
    await ecs.send(
      new RegisterTaskDefinitionCommand({
        family: TASKS[kind],
        cpu: "1024",
        memory: "2048",
        networkMode: "awsvpc",
        requiresCompatibilities: ["FARGATE"],
        executionRoleArn: `arn:aws:iam::${ACCOUNT_ID}:role/holdfast-execution`,
        taskRoleArn: `arn:aws:iam::${ACCOUNT_ID}:role/${ROLES[kind]}`,
        containerDefinitions: [
          {
            name: "worker",
            image: IMAGE,
            command: [kind],
            essential: true,
            stopTimeout: 120,
            environment: Object.entries(environment).map(([name, value]) => ({ name, value })),
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
  await unlessThere(
    scheduler.send(
      new CreateScheduleCommand({
        Name: SCHEDULE,
        ScheduleExpression: "cron(0 2 * * ? *)",
        ScheduleExpressionTimezone: "UTC",
        FlexibleTimeWindow: { Mode: "OFF" },
        Target: {
          Arn: `arn:aws:ecs:${REGION}:${ACCOUNT_ID}:cluster/${CLUSTER}`,
          RoleArn: `arn:aws:iam::${ACCOUNT_ID}:role/${ROLES.scheduler}`,
          EcsParameters: {
            TaskDefinitionArn: `arn:aws:ecs:${REGION}:${ACCOUNT_ID}:task-definition/${TASKS.backup}`,
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

/** "It exists already" is the only failure that is fine here. */
async function unlessThere(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!/AlreadyExists|AlreadyOwnedByYou|ConflictException|ResourceExistsException/.test((error as Error).name))
      throw error;
  }
}
