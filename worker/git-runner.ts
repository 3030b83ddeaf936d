// Starts many short gits at little cost. Every process that Node starts is a copy of its own address space first, which
// takes it longer than git takes for a small repository, and nothing else goes on meanwhile; a shell is copied in no time.
import { type ChildProcess, spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { gitEnvironment } from "@/lib/git/git";

/**
 * Reads lines "number GIT_DIR file" and runs the command it was given, with the file as last argument, beside itself.
 * Answers "number pid" and later "number ended code". When its input ends it waits for those at work.
 */
const SCRIPT = `
while read -r number dir file; do
  (
    GIT_DIR=$dir "$@" "$file" </dev/null >"$file.log" 2>&1 &
    echo "$number $!"
    wait "$!"
    echo "$number ended $?"
  ) &
done
wait`;

const CLOSE_MS = 10_000;

/** Several work at a time, beside the captures. */
const SHARE_OF_MANY = 1 / 4;

/** The exit code of a process that was killed, as shells tell it. */
export const KILLED = 128 + 9;

interface Task {
  line: string;
  started: () => void;
  ended: (exitCode: number) => void;
  pid?: number;
  killed?: boolean;
}

export interface RunningGit {
  /** Resolves when it has left the queue. */
  started: Promise<void>;
  /** Its exit code, above 128 after a signal. What it said stands in the file's name with `.log` behind it. */
  ended: Promise<number>;
  /** Ends it at once, or takes it from the queue. */
  kill: () => void;
}

export class GitRunner {
  private readonly directory: string;
  private readonly args: string[];
  private readonly limit: number;
  private readonly queue: [number, Task][] = [];
  private readonly running = new Map<number, Task>();
  private shell?: ChildProcess;
  private count = 0;

  /** `git <args> <file>` in `directory`, as many at a time as there are cores, two at least. */
  constructor(directory: string, args: string[], limit: number = Math.max(2, availableParallelism())) {
    this.directory = directory;
    this.args = args;
    this.limit = limit;
  }

  /** `gitDir` and `file` are names in the directory, without spaces. */
  run(gitDir: string, file: string): RunningGit {
    const number = this.count++;
    let started: () => void = () => undefined;
    let ended: (exitCode: number) => void = () => undefined;
    const running: RunningGit = {
      started: new Promise((resolve) => {
        started = resolve;
      }),
      ended: new Promise((resolve) => {
        ended = resolve;
      }),
      kill: () => this.kill(number, task),
    };
    const task: Task = { line: `${number} ${gitDir} ${file}\n`, started, ended };
    this.queue.push([number, task]);
    this.fill();
    return running;
  }

  /** Kills what is at work, and ends the shell. */
  async close(): Promise<void> {
    for (const [number, task] of [...this.queue, ...this.running]) this.kill(number, task);
    const { shell } = this;
    if (!shell) return;
    const gone = new Promise((resolve) => shell.once("close", resolve));
    shell.stdin?.end();
    // A process that the kernel does not let go of ends with its disk.
    await Promise.race([gone, sleep(CLOSE_MS, undefined, { ref: false })]);
  }

  private fill(): void {
    while (this.running.size < this.limit) {
      const next = this.queue.shift();
      if (!next) return;
      const [number, task] = next;
      this.running.set(number, task);
      this.shell ??= this.startShell();
      this.shell.stdin?.write(task.line);
      task.started();
    }
  }

  private startShell(): ChildProcess {
    const shell = spawn("sh", ["-c", SCRIPT, "sh", "git", ...this.args], {
      cwd: this.directory,
      env: gitEnvironment({ memoryShare: SHARE_OF_MANY }),
      stdio: ["pipe", "pipe", "ignore"],
      // A Ctrl-C in a terminal is for the worker, which ends these itself.
      detached: true,
    });
    const gone = () => {
      this.shell = undefined;
      for (const number of [...this.running.keys()]) this.finish(number, KILLED);
    };
    shell.once("error", gone);
    shell.once("close", gone);
    shell.stdin?.on("error", () => undefined);
    if (shell.stdout) createInterface(shell.stdout).on("line", (line) => this.hear(line));
    return shell;
  }

  private hear(line: string): void {
    const [number = -1, pid = 0, code = 0] = line.replace("ended", "0").split(" ").map(Number);
    const task = this.running.get(number);
    if (!task) return;
    task.pid = pid;
    if (pid === 0) this.finish(number, code);
    else if (task.killed) this.kill(number, task);
  }

  private finish(number: number, code: number): void {
    this.running.get(number)?.ended(code);
    this.running.delete(number);
    this.fill();
  }

  private kill(number: number, task: Task): void {
    task.killed = true;
    const queued = this.queue.findIndex(([each]) => each === number);
    if (queued >= 0) {
      this.queue.splice(queued, 1);
      task.started();
      task.ended(KILLED);
    } else if (this.running.has(number) && task.pid !== undefined) {
      try {
        process.kill(task.pid, "SIGKILL");
      } catch {
        // It has ended in this moment.
      }
    }
  }
}
