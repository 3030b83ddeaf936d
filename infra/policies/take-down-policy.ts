import type { Names } from "../names";
import { bucketArn, clusterArn, type Place, serviceArn, tasksArn } from "./arns";
import { allow, objects, type Statement } from "./statement";

/** What takes an environment down beyond CloudFormation's own deletions: a cluster on which something runs is not deleted. */
export function takeDownPolicy(place: Place, { prefix, cluster }: Pick<Names, "prefix" | "cluster">): Statement[] {
  const onCluster = { ArnEquals: { "ecs:cluster": clusterArn(place, cluster) } };
  return [
    allow("ScaleToZero", ["ecs:UpdateService"], [serviceArn(place, cluster, `${prefix}-console`)]),
    allow("FindRunningTasks", ["ecs:ListTasks"], ["*"], onCluster),
    allow("StopRunningTasks", ["ecs:StopTask"], [tasksArn(place, cluster)], onCluster),
  ];
}

/** The one statement of Holdfast that lets anybody delete backups, and only where the configuration says `forceDestroy`. */
export const forceDestroyPolicy = ({ region }: Place, bucketNames: readonly string[]): Statement[] => {
  const buckets = bucketNames.map((name) => bucketArn(region, name));
  return [
    allow("FindEveryVersion", ["s3:ListBucketVersions"], buckets),
    allow(
      "DestroyEveryVersion",
      ["s3:DeleteObject", "s3:DeleteObjectVersion"],
      buckets.flatMap((bucket) => objects(bucket)),
    ),
  ];
};
