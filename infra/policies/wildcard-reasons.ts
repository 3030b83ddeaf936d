// Why a statement names its resources with a wildcard, by Sid. A wildcard without a reason here does not synthesise.
export const WILDCARD_REASONS: Readonly<Record<string, string>> = {
  ReadBackups: "Keys of bundles and manifests are made from dates and repository names; the root prefix is the fence.",
  AddBackups: "Keys of new bundles and manifests are not known in advance; the root prefix is the fence.",
  KeepRunRecord: "Each run has a record of its own below runs/.",
  PublishMetrics: "PutMetricData knows no resources; a condition limits it to Holdfast's namespace.",
  CountErrors: "PutMetricData has no resource-level permissions; the namespace is the fence.",
  ReadCopies: "Any snapshot of either copy may be restored; the root prefix is the fence.",
  ReadPlanAndRecord: "Each run has a plan, a record, journals and receipts of its own.",
  KeepRecordAndReceipt: "Each run has a record, journals and receipts of its own.",
  ProveCopies: "Any chain of either copy is read back; the root prefix is the fence.",
  ReadDrills: "Each drill has a record of its own.",
  DestroyEveryVersion:
    "Whoever takes an environment down with its data takes all of it; forceDestroy has to be set, and is refused for a protected one.",
  EndSessions: "Each person has one object, by the number of the account.",
  AppendAudit:
    "Each entry of the audit trail is an object of its own; a condition limits it to keys that are not there.",
  SayOnce:
    "Each request of two people and each token has objects of its own; a condition limits it to keys that are not there.",
  FollowTokens: "Each token, and whoever made one, has one object.",
  ReadAudit: "The entry before is read for its hash, and its number is not known in advance.",
  KeepProofs: "Each run has a record and evidence of its own, beside one ledger.",
  ReadForDownload:
    "Any bundle may be downloaded; for each address the console's session is narrowed to its one object.",
  KeepExports: "Each export has a bundle of its own.",
  ReadBuckets: "The console browses every object of Holdfast's own three buckets.",
  AskForRuns: "Each run has a record and a plan of its own.",
  StartWorker: "The newest revision of a family is started, whatever its number; a condition limits it to the cluster.",
  TagStartedTasks: "A task has no ARN before it is started; a condition limits it to tagging by RunTask.",
  FollowWorker: "A task's id is made when it starts; a condition limits it to the cluster.",
  ReadTaskDefinitions: "DescribeTaskDefinition knows no resources; definitions hold no secret.",
  ReadWorkerLog: "Every task writes a log stream of its own in the worker's group.",
  ReadAlarmsAndMetrics:
    "GetMetricData knows no resources, and DescribeAlarms omits composite alarms from anything narrower.",
  ReadAlarmHistory: "The alarms share a prefix, and their list is the domain's.",
  Decrypt: "AWS makes a key's id; conditions limit it to S3 and Holdfast's own buckets.",
  DecryptCopies: "AWS makes a key's id; conditions limit it to S3 and Holdfast's own buckets.",
  Encrypt: "AWS makes a key's id; conditions limit it to S3 and Holdfast's own buckets.",
  EncryptCopies: "AWS makes a key's id; conditions limit it to S3 and the one replica bucket.",
  StartDrill:
    "The newest revision of the family is started, whatever its number; a condition limits it to the cluster.",
  FollowDrill: "A task's id is made when it starts; a condition limits it to the cluster.",
  ReadDrillRecord: "Each drill has a run record and a record of its own.",
  FindRunningTasks: "ListTasks has no resource to name before it is asked; a condition limits it to the cluster.",
  StopRunningTasks: "A task's id is made when it starts; a condition limits it to the cluster.",
  SignInToRegistry: "ecr:GetAuthorizationToken knows no resources; what may be pushed is limited to two repositories.",
  ReadVersions: "Every version of every object replicates.",
  WriteCopies: "Every version of every object replicates.",
};
