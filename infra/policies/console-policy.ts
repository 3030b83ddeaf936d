import { RUNS_PREFIX, SESSIONS_PREFIX, STANDINGS_PREFIX, TOKEN_USES_PREFIX } from "@/lib/domain/bucket-keys";
import { METRIC_NAMESPACE } from "@/lib/domain/metrics";
import {
  alarmArn,
  clusterArn,
  logGroupArn,
  type Place,
  scheduleArn,
  taskDefinitionArn,
  tasksArn,
  topicArn,
} from "./arns";
import { PLANS_PREFIX } from "./record-prefixes";
import { allow, appendAudit, objects, type Statement, sayOnce } from "./statement";

export interface ConsolePolicyResources {
  place: Place;
  backupsBucketArn: string;
  replicaBucketArn: string;
  recordsBucketArn: string;
  cluster: string;
  /** Task definition families the console may start. */
  families: string[];
  /** Task and execution roles of those families. */
  passableRoleArns: string[];
  workerLogGroup: string;
  /** What it signs addresses of downloads with. */
  downloadRoleArn: string;
  /** Schedule, alarms and their topic; a standby has none. */
  watched?: { alarmPrefix: string; schedule: string; topic: string };
}

/**
 * What the console may do: look at everything, write run records and plans, start and stop the worker.
 * It reads no App key and writes no backup; only the worker's tasks do.
 */
export const consolePolicy = (resources: ConsolePolicyResources): Statement[] => [
  ...storage(resources),
  allow("SignDownloads", ["sts:AssumeRole"], [resources.downloadRoleArn]),
  ...posture(resources),
  ...tasks(resources),
  ...observation(resources),
];

const storage = ({ backupsBucketArn, replicaBucketArn, recordsBucketArn }: ConsolePolicyResources): Statement[] => [
  allow("ListBuckets", ["s3:ListBucket"], [backupsBucketArn, replicaBucketArn, recordsBucketArn]),
  allow(
    "ReadBuckets",
    ["s3:GetObject", "s3:GetObjectVersion"],
    [backupsBucketArn, replicaBucketArn, recordsBucketArn].flatMap((bucket) => objects(bucket)),
  ),
  allow("AskForRuns", ["s3:PutObject"], objects(recordsBucketArn, RUNS_PREFIX, PLANS_PREFIX)),
  allow("EndSessions", ["s3:PutObject"], objects(recordsBucketArn, SESSIONS_PREFIX)),
  allow("FollowTokens", ["s3:PutObject"], objects(recordsBucketArn, STANDINGS_PREFIX, TOKEN_USES_PREFIX)),
  sayOnce(recordsBucketArn),
  ...appendAudit(recordsBucketArn),
];

/** How the buckets are configured, for the doctor. */
const posture = ({ backupsBucketArn, replicaBucketArn, recordsBucketArn }: ConsolePolicyResources): Statement[] => [
  allow(
    "ReadBucketConfiguration",
    [
      "s3:GetBucketObjectLockConfiguration",
      "s3:GetBucketPublicAccessBlock",
      "s3:GetBucketVersioning",
      "s3:GetEncryptionConfiguration",
      "s3:GetLifecycleConfiguration",
      "s3:GetReplicationConfiguration",
    ],
    [backupsBucketArn, replicaBucketArn, recordsBucketArn],
  ),
];

function tasks({ place, cluster, families, passableRoleArns }: ConsolePolicyResources): Statement[] {
  const onCluster = { ArnEquals: { "ecs:cluster": clusterArn(place, cluster) } };
  return [
    allow(
      "StartWorker",
      ["ecs:RunTask"],
      families.map((family) => taskDefinitionArn(place, family)),
      onCluster,
    ),
    allow("PassWorkerRoles", ["iam:PassRole"], passableRoleArns, {
      StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" },
    }),
    // RunTask copies the definition's tags to the task, and tagging at creation is a permission of its own.
    allow("TagStartedTasks", ["ecs:TagResource"], [tasksArn(place, cluster)], {
      StringEquals: { "ecs:CreateAction": "RunTask" },
    }),
    allow("FollowWorker", ["ecs:DescribeTasks", "ecs:StopTask"], [tasksArn(place, cluster)], onCluster),
    // Knows no resources; it shows settings, and settings hold no secret (secrets are named, not carried).
    allow("ReadTaskDefinitions", ["ecs:DescribeTaskDefinition"], ["*"]),
  ];
}

const observation = ({ place, workerLogGroup, watched }: ConsolePolicyResources): Statement[] => [
  // It is checked against the stream below the group.
  allow("ReadWorkerLog", ["logs:GetLogEvents"], [`${logGroupArn(place, workerLogGroup)}:*`]),
  // Its own errors, for the alarm over them. PutMetricData knows no resources; the namespace is the only fence there is.
  allow("CountErrors", ["cloudwatch:PutMetricData"], ["*"], {
    StringEquals: { "cloudwatch:namespace": METRIC_NAMESPACE },
  }),
  ...(watched
    ? [
        // DescribeAlarms hides composite alarms from anything narrower than *, and metrics know no resources.
        allow("ReadAlarmsAndMetrics", ["cloudwatch:DescribeAlarms", "cloudwatch:GetMetricData"], ["*"]),
        allow("ReadAlarmHistory", ["cloudwatch:DescribeAlarmHistory"], [alarmArn(place, `${watched.alarmPrefix}-*`)]),
        allow("ReadSchedule", ["scheduler:GetSchedule"], [scheduleArn(place, watched.schedule)]),
        allow("ReadSubscribers", ["sns:ListSubscriptionsByTopic"], [topicArn(place, watched.topic)]),
      ]
    : []),
];
