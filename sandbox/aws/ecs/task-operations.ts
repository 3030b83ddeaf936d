import type * as model from "@aws-sdk/client-ecs";
import { arnOf, lastSegment } from "../account";
import { AwsError } from "../aws-error";
import { type Call, type Operation, operation } from "../service";
import { paginate } from "../state/paginate";
import type { EcsStore, TaskRecord } from "./ecs-state";
import { runTask } from "./run-task";
import type { TaskRunner } from "./task-runner";

const MOST_DESCRIBED = 100;

export function taskOperations(store: EcsStore, runner: TaskRunner): Record<string, Operation> {
  return {
    RunTask: operation((input: model.RunTaskRequest, call: Call) => runTask(store, runner, input, call)),
    StopTask: operation(async (input: model.StopTaskRequest): Promise<model.StopTaskResponse> => {
      const record = store.findTask(store.cluster(input.cluster), input.task ?? "");
      if (!record) throw new AwsError("InvalidParameterException", "The referenced task was not found.");
      runner.stop(record, "UserInitiated", input.reason ?? "Task stopped by user");
      await store.save();
      return { task: record.task };
    }),
    DescribeTasks: operation((input: model.DescribeTasksRequest): model.DescribeTasksResponse => {
      const cluster = store.cluster(input.cluster);
      const asked = input.tasks ?? [];
      if (asked.length === 0) throw new AwsError("InvalidParameterException", "Tasks cannot be empty.");
      if (asked.length > MOST_DESCRIBED) {
        throw new AwsError("InvalidParameterException", `Tasks cannot have more than ${MOST_DESCRIBED} elements.`);
      }
      const tasks: model.Task[] = [];
      const failures: model.Failure[] = [];
      for (const id of asked) {
        const found = store.findTask(cluster, id)?.task;
        const arn = arnOf(store.account, "ecs", `task/${cluster.clusterName}/${lastSegment(id)}`);
        if (found) tasks.push(input.include?.includes("TAGS") ? found : { ...found, tags: [] });
        else failures.push({ arn, reason: "MISSING" });
      }
      return { tasks, failures };
    }),
    ListTasks: operation((input: model.ListTasksRequest): model.ListTasksResponse => {
      const { clusterArn } = store.cluster(input.cluster);
      const found = store.tasks.filter((each) => each.task.clusterArn === clusterArn && listed(each, input));
      const page = paginate(found, input.nextToken, input.maxResults ?? 100, "InvalidParameterException");
      return { taskArns: page.items.map((each) => each.task.taskArn), nextToken: page.nextToken };
    }),
    TagResource: operation(async (input: model.TagResourceRequest) => {
      const tags = tagsOf(store, input.resourceArn);
      const added = input.tags ?? [];
      tags.splice(0, tags.length, ...tags.filter((tag) => !added.some((each) => each.key === tag.key)), ...added);
      await store.save();
      return {};
    }),
    UntagResource: operation(async (input: model.UntagResourceRequest) => {
      const tags = tagsOf(store, input.resourceArn);
      tags.splice(0, tags.length, ...tags.filter((tag) => !input.tagKeys?.includes(tag.key ?? "")));
      await store.save();
      return {};
    }),
    ListTagsForResource: operation((input: model.ListTagsForResourceRequest): model.ListTagsForResourceResponse => {
      return { tags: tagsOf(store, input.resourceArn) };
    }),
  };
}

/** ListTasks shows tasks that should run, unless it is asked for those that should not. */
function listed({ task }: TaskRecord, input: model.ListTasksRequest): boolean {
  if (task.desiredStatus !== (input.desiredStatus ?? "RUNNING")) return false;
  if (input.startedBy !== undefined && task.startedBy !== input.startedBy) return false;
  if (input.launchType !== undefined && task.launchType !== input.launchType) return false;
  const family = lastSegment(task.taskDefinitionArn ?? "").split(":")[0];
  return input.family === undefined || input.family === family;
}

/** The live list of a task's, a task definition's or a cluster's tags. */
function tagsOf(store: EcsStore, arn: string | undefined): model.Tag[] {
  const task = store.tasks.find((each) => each.task.taskArn === arn)?.task;
  if (task) {
    task.tags ??= [];
    return task.tags;
  }
  const revision = store.revisions.find((each) => each.definition.taskDefinitionArn === arn);
  if (revision) return revision.tags;
  const cluster = store.clusters.find((each) => each.clusterArn === arn);
  if (!cluster) throw new AwsError("InvalidParameterException", "The specified resource was not found.");
  cluster.tags ??= [];
  return cluster.tags;
}
