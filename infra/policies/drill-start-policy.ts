import { drillKey, runRecordKey } from "@/lib/domain/bucket-keys";
import type { RunId } from "@/lib/domain/ids";
import type { Names } from "../names";
import { bucketArn, clusterArn, type Place, roleArn, scheduleArn, taskDefinitionArn, tasksArn } from "./arns";
import { decrypt, type Keys } from "./key-policy";
import { allow, type Statement } from "./statement";

export interface DrillStartScope {
  place: Place;
  keys?: Keys;
  names: Pick<
    Names,
    "cluster" | "recordsBucket" | "drillFamily" | "drillSchedule" | "restoreRole" | "restoreExecutionRole"
  >;
}

const anyRun = "*" as RunId;

/** What a workflow may do that starts a drill: start it as its schedule does, see it end, and read what it has recorded. */
export function drillStartPolicy({ place, keys, names }: DrillStartScope): Statement[] {
  const records = bucketArn(place.region, names.recordsBucket);
  const onCluster = { ArnEquals: { "ecs:cluster": clusterArn(place, names.cluster) } };
  return [
    allow("ReadDrillSchedule", ["scheduler:GetSchedule"], [scheduleArn(place, names.drillSchedule)]),
    allow("StartDrill", ["ecs:RunTask"], [taskDefinitionArn(place, names.drillFamily)], onCluster),
    allow(
      "PassDrillRoles",
      ["iam:PassRole"],
      [names.restoreRole, names.restoreExecutionRole].map((name) => roleArn(place, name)),
      { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    ),
    allow("FollowDrill", ["ecs:DescribeTasks"], [tasksArn(place, names.cluster)], onCluster),
    allow(
      "ReadDrillRecord",
      ["s3:GetObject"],
      [runRecordKey, drillKey].map((key) => `${records}/${key(anyRun)}`),
    ),
    ...(keys ? [decrypt(keys.primary, records)] : []),
  ];
}
