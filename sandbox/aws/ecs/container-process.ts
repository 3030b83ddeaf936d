import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { StartFailure } from "./start-failure";

export interface ContainerCommand {
  argv: string[];
  cwd: string;
  env: Record<string, string>;
}

/**
 * A container as a process of this machine. It leads a process group of its own: when it ends, whatever it has left
 * behind is killed, as in a container, where nothing outlives the first process.
 */
export class ContainerProcess {
  readonly pid: number;
  /** Resolves with the exit code (128 + signal when killed) once everything it wrote has been read. */
  readonly ended: Promise<number>;
  private readonly child: ChildProcess;
  private killTimer: NodeJS.Timeout | undefined;

  private constructor(child: ChildProcess, pid: number, onLine: (line: string) => void) {
    this.child = child;
    this.pid = pid;
    child.once("exit", () => killGroup(pid));
    const read = [child.stdout, child.stderr].map((stream) => readLines(stream, onLine));
    this.ended = endOf(child).then(async (code) => {
      clearTimeout(this.killTimer);
      await Promise.all(read);
      return code;
    });
  }

  /** @throws StartFailure when the program cannot be started */
  static async start(command: ContainerCommand, onLine: (line: string) => void): Promise<ContainerProcess> {
    const [program = "", ...args] = command.argv;
    const child = spawn(program, args, {
      cwd: command.cwd,
      env: command.env as NodeJS.ProcessEnv,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    await new Promise<void>((resolve, reject) => {
      child.once("spawn", resolve);
      child.once("error", (error) => reject(new StartFailure(`CannotStartContainerError: ${error.message}`)));
    });
    if (child.pid === undefined) throw new StartFailure("CannotStartContainerError: the process has no id");
    return new ContainerProcess(child, child.pid, onLine);
  }

  /** SIGTERM to the first process, as `docker stop`; SIGKILL to all when it has not ended after `graceMs`. */
  stop(graceMs: number): void {
    if (this.killTimer) return;
    this.child.kill("SIGTERM");
    this.killTimer = setTimeout(() => this.kill(), graceMs);
  }

  kill(): void {
    this.child.kill("SIGKILL");
    killGroup(this.pid);
  }
}

/** Kills every process of the group; that there is none any more (or, on macOS, only a dead one: EPERM) is what was wanted. */
export function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if (!["ESRCH", "EPERM"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}

const SIGNAL_NUMBERS: Partial<Record<NodeJS.Signals, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGABRT: 6,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGPIPE: 13,
  SIGTERM: 15,
};

function endOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once("close", (code, signal) => resolve(code ?? 128 + ((signal && SIGNAL_NUMBERS[signal]) ?? 0)));
  });
}

async function readLines(stream: Readable | null, onLine: (line: string) => void): Promise<void> {
  if (!stream) return;
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) onLine(line);
}
