import type { RunId } from "@/lib/domain/ids";
import type { RunKind } from "@/lib/domain/run";

/** Starts the worker as a task (ECS RunTask). */
export interface TaskRunner {
  /** Starts the worker's verb for `kind` with `environment` on top of the definition's. @throws AppError run-not-started */
  start(kind: RunKind, run: RunId, environment: Record<string, string>): Promise<StartedTask>;

  /** The task as ECS knows it; undefined when it has forgotten it (about an hour after its end). */
  describe(taskArn: string): Promise<TaskFacts | undefined>;

  stop(taskArn: string, reason: string): Promise<void>;
}

export interface StartedTask {
  arn: string;
  logGroup?: string;
  logStream?: string;
}

export interface TaskFacts {
  arn: string;
  status: "starting" | "running" | "stopped";
  exitCode?: number;
  stoppedReason?: string;
}
