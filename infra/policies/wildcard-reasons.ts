// Why a statement names its resources with a wildcard, by Sid. A wildcard without a reason here does not synthesise.
export const WILDCARD_REASONS: Readonly<Record<string, string>> = {
  ReadBackups: "Keys of bundles and manifests are made from dates and repository names; the root prefix is the fence.",
  AddBackups: "Keys of new bundles and manifests are not known in advance; the root prefix is the fence.",
  KeepRunRecord: "Each run has a record of its own below runs/.",
  PublishMetrics: "PutMetricData knows no resources; a condition limits it to Holdfast's namespace.",
  ReadCopies: "Any snapshot of either copy may be restored; the root prefix is the fence.",
  ReadPlanAndRecord: "Each run has a plan, a record, journals and receipts of its own.",
  KeepRecordAndReceipt: "Each run has a record, journals and receipts of its own.",
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
  ReadVersions: "Every version of every object replicates.",
  WriteCopies: "Every version of every object replicates.",
};
