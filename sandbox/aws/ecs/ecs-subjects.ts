// What ECS asks IAM about a call. Source: "Actions, resources, and condition keys for Amazon Elastic Container Service".
import type * as model from "@aws-sdk/client-ecs";
import { arnOf, lastSegment } from "../account";
import { type Subject, type Subjects, subjects } from "../service";
import type { EcsStore } from "./ecs-state";
import { taskTags } from "./run-task";

export function ecsSubjects(store: EcsStore): Record<string, Subjects> {
  const clusterArn = (cluster: string | undefined) =>
    arnOf(store.account, "ecs", `cluster/${lastSegment(cluster ?? "default")}`);
  const task = (cluster: string | undefined, id = ""): Subject => ({
    resource: arnOf(store.account, "ecs", `task/${lastSegment(cluster ?? "default")}/${lastSegment(id)}`),
    context: { "ecs:cluster": clusterArn(cluster) },
  });
  return {
    RunTask: subjects((input: model.RunTaskRequest) => {
      const { taskDefinition = "", cluster } = input;
      const revision = store.findRevision(taskDefinition);
      const resource =
        revision?.definition.taskDefinitionArn ??
        arnOf(store.account, "ecs", `task-definition/${lastSegment(taskDefinition)}:0`);
      const start = { resource, context: { "ecs:cluster": clusterArn(cluster) } };
      // Tagging at creation is a permission of its own, asked for only where there are tags.
      if (!revision || taskTags(revision, input).length === 0) return [start];
      const tag = { ...task(cluster, "*"), action: "ecs:TagResource", context: { "ecs:CreateAction": "RunTask" } };
      return [start, tag];
    }),
    StopTask: subjects((input: model.StopTaskRequest) => [task(input.cluster, input.task)]),
    DescribeTasks: subjects((input: model.DescribeTasksRequest) =>
      (input.tasks ?? []).map((each) => task(input.cluster, each)),
    ),
  };
}
