import { ECSClient, RunTaskCommand, type RunTaskCommandInput, type TaskOverride } from "@aws-sdk/client-ecs";
import type { Principals } from "../../shared/principals";
import { lastSegment } from "../account";
import type { Schedule } from "./schedule-store";

/** Why a target could not be called. */
export class TargetError extends Error {
  readonly retryable: boolean;

  constructor(message: string, retryable: boolean) {
    super(message);
    this.name = "TargetError";
    this.retryable = retryable;
  }
}

export interface Firing {
  scheduledAt: Date;
  executionId: string;
  attempt: number;
}

/**
 * Calls RunTask as the schedule's execution role, over HTTP with the SDK: so its permissions, iam:PassRole and the
 * fault hooks hold for scheduled tasks as for any caller.
 */
export class TaskTarget {
  private readonly principals: Principals;
  private readonly region: string;
  private readonly endpoint: () => string;

  constructor(options: { principals: Principals; region: string; endpoint: () => string }) {
    this.principals = options.principals;
    this.region = options.region;
    this.endpoint = options.endpoint;
  }

  /** The ARNs of the tasks it started. @throws TargetError */
  async run(schedule: Schedule, firing: Firing): Promise<string[]> {
    const role = this.principals.findByName(lastSegment(schedule.Target?.RoleArn ?? ""));
    if (!role) throw new TargetError(`the role ${schedule.Target?.RoleArn} does not exist`, false);
    const { accessKeyId, secretAccessKey } = role;
    const client = new ECSClient({
      region: this.region,
      endpoint: this.endpoint(),
      credentials: { accessKeyId, secretAccessKey },
      // Retries are the schedule's own.
      maxAttempts: 1,
    });
    try {
      const { tasks = [], failures = [] } = await client.send(new RunTaskCommand(runTaskInput(schedule, firing)));
      const [failure] = failures;
      if (failure && tasks.length === 0) throw new TargetError(`RunTask failed: ${failure.reason}`, true);
      return tasks.flatMap((each) => each.taskArn ?? []);
    } catch (error) {
      throw error instanceof TargetError ? error : new TargetError(String(error), isRetryable(error));
    } finally {
      client.destroy();
    }
  }
}

/** The templated ECS target: EcsParameters become RunTask's parameters, Input its overrides. */
function runTaskInput(schedule: Schedule, firing: Firing): RunTaskCommandInput {
  const { Arn, EcsParameters: parameters, Input: text } = schedule.Target ?? {};
  const vpc = parameters?.NetworkConfiguration?.awsvpcConfiguration;
  return {
    cluster: Arn,
    taskDefinition: parameters?.TaskDefinitionArn,
    count: parameters?.TaskCount,
    launchType: parameters?.LaunchType,
    platformVersion: parameters?.PlatformVersion,
    group: parameters?.Group,
    enableExecuteCommand: parameters?.EnableExecuteCommand,
    enableECSManagedTags: parameters?.EnableECSManagedTags,
    propagateTags: parameters?.PropagateTags,
    tags: parameters?.Tags?.flatMap(readTag),
    networkConfiguration: vpc && {
      awsvpcConfiguration: {
        subnets: vpc.Subnets,
        securityGroups: vpc.SecurityGroups,
        assignPublicIp: vpc.AssignPublicIp,
      },
    },
    overrides: text === undefined ? undefined : (JSON.parse(fillContext(text, schedule, firing)) as TaskOverride),
    startedBy: `chronos-schedule/${schedule.Name}`,
  };
}

/** The API takes maps; CDK and CloudFormation write `{ Key, Value }` into them. */
function readTag(tag: Record<string, string>): { key: string | undefined; value: string | undefined }[] {
  const key = tag.Key ?? tag.key;
  if (key !== undefined) return [{ key, value: tag.Value ?? tag.value }];
  return Object.entries(tag).map(([name, value]) => ({ key: name, value }));
}

/** The context attributes AWS replaces in an Input. */
function fillContext(text: string, schedule: Schedule, firing: Firing): string {
  return text
    .replaceAll("<aws.scheduler.schedule-arn>", schedule.Arn)
    .replaceAll("<aws.scheduler.scheduled-time>", firing.scheduledAt.toISOString().replace(/\.\d{3}/, ""))
    .replaceAll("<aws.scheduler.execution-id>", firing.executionId)
    .replaceAll("<aws.scheduler.attempt-number>", String(firing.attempt));
}

/** Service errors, throttling and lost connections pass; a refused request will be refused again. */
function isRetryable(error: unknown): boolean {
  const { $metadata, name } = error as { $metadata?: { httpStatusCode?: number }; name?: string };
  const status = $metadata?.httpStatusCode;
  return status === undefined || status >= 500 || status === 429 || /throttl/i.test(name ?? "");
}
