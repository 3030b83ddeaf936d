import { DescribeTaskDefinitionCommand, type ECSClient, type LogConfiguration, type Task } from "@aws-sdk/client-ecs";

export interface TaskLog {
  logGroup?: string;
  logStream?: string;
}

/**
 * Where the output of a task goes: `<prefix>/<container>/<task id>` in the group its definition names (awslogs driver).
 * A definition's revision never changes, so what it says is kept.
 */
export class TaskLogs {
  private readonly client: ECSClient;
  private readonly known = new Map<string, LogConfiguration | undefined>();

  constructor(client: ECSClient) {
    this.client = client;
  }

  /** Empty when it is not known; the worker then writes it into the run's record itself. */
  async of(task: Task, container: string): Promise<TaskLog> {
    const configuration = await this.configuration(task.taskDefinitionArn, container);
    const id = task.taskArn?.split("/").at(-1);
    const logGroup = configuration?.options?.["awslogs-group"];
    const prefix = configuration?.options?.["awslogs-stream-prefix"];
    if (configuration?.logDriver !== "awslogs" || !id || !logGroup || !prefix) return {};
    return { logGroup, logStream: `${prefix}/${container}/${id}` };
  }

  private async configuration(definitionArn: string | undefined, container: string) {
    if (!definitionArn) return undefined;
    if (!this.known.has(definitionArn)) this.known.set(definitionArn, await this.load(definitionArn, container));
    return this.known.get(definitionArn);
  }

  private async load(taskDefinition: string, container: string): Promise<LogConfiguration | undefined> {
    try {
      const answer = await this.client.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
      return answer.taskDefinition?.containerDefinitions?.find((each) => each.name === container)?.logConfiguration;
    } catch (error) {
      console.warn(`where task logs go is not known, ecs:DescribeTaskDefinition failed: ${error}`);
      return undefined;
    }
  }
}
