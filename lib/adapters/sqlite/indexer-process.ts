// The process that fills the catalogue, as the console has it: started with it, started again when it ends, ended with it.
import { type ChildProcess, fork } from "node:child_process";
import { type CatalogueStatus, NO_CATALOGUE } from "@/lib/domain/catalogue/catalogue-status";
import type { FromIndexer, ToIndexer } from "@/lib/domain/catalogue/indexer-messages";
import { AppError, problemOf } from "@/lib/domain/errors";
import type { Indexer } from "./sqlite-catalogue";

export interface IndexerOptions {
  /** The bundled process. Undefined where it was not built: then there is no catalogue. */
  entry: string | undefined;
  /** All it is given: nothing of the console's own secrets. Asked at each start; what it throws is why there is no catalogue. */
  variables: () => Record<string, string | undefined>;
}

/** It has to stay small beside the console; manifests of ten thousand repositories take a third of it. */
const MEMORY_FLAGS = ["--max-old-space-size=320", "--max-semi-space-size=16"];
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;

export class IndexerProcess implements Indexer {
  private readonly options: IndexerOptions;
  private child?: ChildProcess;
  private told?: FromIndexer;
  private pauseMs = FIRST_PAUSE_MS;
  private problem?: AppError;
  private stopped = false;

  constructor(options: IndexerOptions) {
    this.options = options;
    if (options.entry === undefined)
      this.problem = new AppError("catalogue-unavailable", { detail: "it was not built" });
  }

  start(): void {
    const { entry } = this.options;
    if (entry === undefined || this.child || this.stopped) return;
    let env: NodeJS.ProcessEnv;
    try {
      env = this.options.variables() as NodeJS.ProcessEnv;
    } catch (error) {
      // A disk that is full or cannot be written: the console goes on without, and tries again.
      this.later(error instanceof Error ? error.message : String(error));
      return;
    }
    const child = fork(entry, [], {
      env,
      execArgv: MEMORY_FLAGS,
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    this.child = child;
    // It holds up neither the console's end nor its own.
    child.unref();
    child.channel?.unref();
    child.on("message", (message: FromIndexer) => {
      this.told = message;
      this.problem = undefined;
      if (message.status.state === "ready") this.pauseMs = FIRST_PAUSE_MS;
    });
    child.on("error", (error) => this.ended(child, error.message));
    child.on("exit", (code, signal) => this.ended(child, `its process ended (${signal ?? code})`));
  }

  /** For good. */
  stop(): void {
    this.stopped = true;
    this.child?.kill();
  }

  status(): CatalogueStatus {
    if (!this.problem) return this.told?.status ?? { ...NO_CATALOGUE, state: "filling" };
    return { ...(this.told?.status ?? NO_CATALOGUE), state: "unavailable", problem: problemOf(this.problem) };
  }

  file(): string | undefined {
    return this.told?.file;
  }

  look(): void {
    this.send({ type: "look" });
  }

  wantRefs(key: string): void {
    this.send({ type: "refs", key });
  }

  damaged(file: string, detail: string): void {
    if (this.told?.file !== file) return;
    console.error(JSON.stringify({ level: "warn", event: "catalogue-damaged", message: detail }));
    this.told = undefined;
    this.send({ type: "damaged", file });
  }

  private ended(child: ChildProcess, detail: string): void {
    if (this.child !== child) return;
    this.child = undefined;
    this.later(detail);
  }

  private later(detail: string): void {
    this.problem = new AppError("catalogue-unavailable", { detail });
    setTimeout(() => this.start(), this.pauseMs).unref();
    this.pauseMs = Math.min(this.pauseMs * 2, LONGEST_PAUSE_MS);
  }

  private send(message: ToIndexer): void {
    if (this.child?.connected) this.child.send(message, () => undefined);
  }
}
