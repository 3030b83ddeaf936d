import { DescribeTasksCommand, ECSClient, RunTaskCommand, StopTaskCommand, type Task } from "@aws-sdk/client-ecs";
import { AppError } from "@/lib/domain/errors";
import type { RunId } from "@/lib/domain/ids";
import type { RunKind } from "@/lib/domain/run";
import type { StartedTask, TaskFacts, TaskRunner } from "@/lib/ports/task-runner";
import { awsDetail, awsError } from "../shared/aws-error";
import { TaskLogs } from "./task-logs";

export interface EcsOptions {
  region: string;
  cluster: string;
  /** Task definition family of each kind that can be started. */
  families: Partial<Record<RunKind, string>>;
  subnets: string[];
  securityGroups: string[];
}

/** The name of the worker's container in every task definition. */
export const WORKER_CONTAINER = "worker";

/** Calls are short; more attempts would only hide an outage from the person who waits. */
const ATTEMPTS = 3;

/** ECS keeps a reason of at most this length. */
const REASON_LENGTH = 255;

/** Runs the worker as Fargate tasks. */
export class EcsTaskRunner implements TaskRunner {
  private readonly options: EcsOptions;
  private readonly client: ECSClient;
  private readonly logs: TaskLogs;

  constructor(options: EcsOptions) {
    this.options = options;
    this.client = new ECSClient({ region: options.region, maxAttempts: ATTEMPTS });
    this.logs = new TaskLogs(this.client);
  }

  async start(kind: RunKind, run: RunId, environment: Record<string, string>): Promise<StartedTask> {
    const family = this.options.families[kind];
    if (!family) throw new AppError("run-not-started", { detail: `there is no task definition for ${kind} runs` });
    const task = await this.runTask(family, kind, run, environment);
    const arn = task.taskArn;
    if (!arn) throw new AppError("run-not-started", { detail: "ECS started no task and gave no reason" });
    // The task runs by now: where its log is may be unknown, but that must not make the start look failed.
    const log = await this.logs.of(task, WORKER_CONTAINER);
    return { arn, ...log };
  }

  async describe(taskArn: string): Promise<TaskFacts | undefined> {
    try {
      const answer = await this.client.send(
        new DescribeTasksCommand({ cluster: this.options.cluster, tasks: [taskArn] }),
      );
      const task = answer.tasks?.[0];
      return task && taskFacts(task, taskArn);
    } catch (cause) {
      throw awsError(cause, "ECS", "ecs:DescribeTasks");
    }
  }

  async stop(taskArn: string, reason: string): Promise<void> {
    try {
      await this.client.send(
        new StopTaskCommand({
          cluster: this.options.cluster,
          task: taskArn,
          reason: reason.slice(0, REASON_LENGTH),
        }),
      );
    } catch (cause) {
      throw awsError(cause, "ECS", "ecs:StopTask");
    }
  }

  private async runTask(family: string, kind: RunKind, run: RunId, environment: Record<string, string>): Promise<Task> {
    const { cluster, subnets, securityGroups } = this.options;
    const command = new RunTaskCommand({
      cluster,
      taskDefinition: family,
      launchType: "FARGATE",
      // The same run asked for twice is one task.
      clientToken: run,
      startedBy: run,
      propagateTags: "TASK_DEFINITION",
      networkConfiguration:
        subnets.length > 0
          ? { awsvpcConfiguration: { subnets, securityGroups, assignPublicIp: "DISABLED" } }
          : undefined,
      overrides: {
        containerOverrides: [
          {
            name: WORKER_CONTAINER,
            command: [kind],
            environment: Object.entries(environment).map(([name, value]) => ({ name, value })),
          },
        ],
      },
    });
    try {
      const answer = await this.client.send(command);
      const [task] = answer.tasks ?? [];
      if (task) return task;
      const failure = answer.failures?.[0];
      const detail = [failure?.reason, failure?.detail].filter(Boolean).join(": ") || "ECS gave no reason";
      throw new AppError("run-not-started", { detail });
    } catch (cause) {
      if (cause instanceof AppError) throw cause;
      throw new AppError("run-not-started", { detail: awsDetail(cause) }, { cause });
    }
  }
}

function taskFacts(task: Task, arn: string): TaskFacts {
  const container = task.containers?.find((each) => each.name === WORKER_CONTAINER) ?? task.containers?.[0];
  return {
    arn: task.taskArn ?? arn,
    status: statusOf(task.lastStatus),
    exitCode: container?.exitCode,
    stoppedReason: [task.stoppedReason, container?.reason].filter(Boolean).join(": ") || undefined,
  };
}

/** ECS has nine states; all before RUNNING are a start, all after it an end that has begun but is not final. */
function statusOf(lastStatus: string | undefined): TaskFacts["status"] {
  if (lastStatus === "STOPPED" || lastStatus === "DELETED") return "stopped";
  if (lastStatus === "PROVISIONING" || lastStatus === "PENDING" || lastStatus === "ACTIVATING") return "starting";
  return "running";
}
