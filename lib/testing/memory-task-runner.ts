import type { AppError } from "@/lib/domain/errors";
import type { RunId } from "@/lib/domain/ids";
import type { RunKind } from "@/lib/domain/run";
import type { StartedTask, TaskFacts, TaskRunner } from "@/lib/ports/task-runner";

/** Remembers what it was asked to start and stop; a test sets what it says of the tasks. */
export class MemoryTaskRunner implements TaskRunner {
  readonly started: { kind: RunKind; run: RunId; environment: Record<string, string> }[] = [];
  readonly stopped: { arn: string; reason: string }[] = [];
  readonly tasks = new Map<string, TaskFacts>();
  failure: AppError | undefined;
  /** Called in the middle of a start, for what happens at the same time. */
  onStart: () => Promise<void> = async () => undefined;

  async start(kind: RunKind, run: RunId, environment: Record<string, string>): Promise<StartedTask> {
    if (this.failure) throw this.failure;
    this.started.push({ kind, run, environment });
    await this.onStart();
    const arn = `arn:aws:ecs:us-east-1:1:task/holdfast/${run}`;
    this.tasks.set(arn, { arn, status: "running" });
    return { arn, logGroup: "/holdfast/worker", logStream: `worker/worker/${run}` };
  }

  async describe(taskArn: string): Promise<TaskFacts | undefined> {
    if (this.failure) throw this.failure;
    return this.tasks.get(taskArn);
  }

  async stop(taskArn: string, reason: string): Promise<void> {
    this.stopped.push({ arn: taskArn, reason });
  }
}
