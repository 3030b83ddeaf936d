import type { ContainerDefinition } from "@aws-sdk/client-ecs";
import type { LogGroup, LogStore, LogStream } from "../logs/log-store";
import { StartFailure } from "./start-failure";

/** CloudWatch Logs takes 256 KiB per event; the driver cuts longer lines. */
const LONGEST_LINE = 256 * 1024 - 26;

/** The awslogs driver of one container: every line becomes an event of its stream. */
export class ContainerLog {
  private readonly store: LogStore;
  private readonly target: { group: LogGroup; stream: LogStream } | undefined;
  private written: Promise<void> = Promise.resolve();

  private constructor(store: LogStore, target: { group: LogGroup; stream: LogStream } | undefined) {
    this.store = store;
    this.target = target;
  }

  /** Creates the stream, and the group with `awslogs-create-group`. @throws StartFailure when there is no such group */
  static async open(store: LogStore, container: ContainerDefinition, taskId: string): Promise<ContainerLog> {
    const options = logOptions(container, taskId);
    if (!options) return new ContainerLog(store, undefined);
    const name = options["awslogs-group"] ?? "";
    if (options["awslogs-create-group"] === "true" && !store.find(name)) await store.createGroup(name);
    const group = store.find(name);
    if (!group) {
      throw new StartFailure(
        `ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. (${name})`,
      );
    }
    const streamName = options["awslogs-stream"] ?? "";
    if (!group.streams[streamName]) await store.createStream(group, streamName);
    return new ContainerLog(store, { group, stream: store.getStream(group, streamName) });
  }

  /** Lines of no length are no events. */
  write(line: string): void {
    const { target } = this;
    if (!target || line === "") return;
    const timestamp = this.store.account.now().getTime();
    const events = cut(line).map((message) => ({ timestamp, message }));
    this.written = this.store.append(target.group, target.stream, events).catch((error) => {
      this.store.account.log(`a line of ${target.stream.name} was lost: ${error}`);
    });
  }

  /** Resolves once every line is durable. */
  flushed(): Promise<void> {
    return this.written;
  }
}

/** The options of the log driver with the stream that ECS derives, as the task metadata shows them. */
export function logOptions(container: ContainerDefinition, taskId: string): Record<string, string> | undefined {
  const options = container.logConfiguration?.options;
  if (container.logConfiguration?.logDriver !== "awslogs" || !options) return undefined;
  const prefix = options["awslogs-stream-prefix"];
  const stream = prefix ? `${prefix}/${container.name}/${taskId}` : taskId;
  return { ...options, "awslogs-stream": stream };
}

function cut(line: string): string[] {
  if (line.length <= LONGEST_LINE) return [line];
  return [line.slice(0, LONGEST_LINE), ...cut(line.slice(LONGEST_LINE))];
}
