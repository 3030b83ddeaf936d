import type { Names } from "../names";
import { clusterArn, type Place, serviceArn, tasksArn } from "./arns";
import { allow, type Statement } from "./statement";

/** What takes an environment down beyond CloudFormation's own deletions: a cluster on which something runs is not deleted. */
export function takeDownPolicy(place: Place, { prefix, cluster }: Pick<Names, "prefix" | "cluster">): Statement[] {
  const onCluster = { ArnEquals: { "ecs:cluster": clusterArn(place, cluster) } };
  return [
    allow("ScaleToZero", ["ecs:UpdateService"], [serviceArn(place, cluster, `${prefix}-console`)]),
    allow("FindRunningTasks", ["ecs:ListTasks"], ["*"], onCluster),
    allow("StopRunningTasks", ["ecs:StopTask"], [tasksArn(place, cluster)], onCluster),
  ];
}
