// What anybody on the machine could see of processes while they run: arguments and environments of the worker, of the console, and
// of whatever they start. Looked at again and again, for most of them live for moments only.
import { readdirSync, readFileSync } from "node:fs";

const LOOK_MS = 20;
/** How the worker and the console are told from the stand-ins' own processes. */
const OURS = /dist\/worker\/main\.mjs|standalone\/server\.js|\bserver\.js$/;

export interface Seen {
  pid: number;
  /** Without its own environment, which on ECS has no secret, and here the role's key. */
  isRoot: boolean;
  arguments: string;
  environment: string;
}

export class ProcessTable {
  /** By process and arguments: a process that becomes another program is seen anew. */
  readonly seen = new Map<string, Seen>();
  private readonly timer = setInterval(() => this.look(), LOOK_MS);

  stop(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    for (const pid of descendants(process.pid)) {
      const words = read(pid, "cmdline");
      if (OURS.test(words)) this.note(pid, true, words);
    }
  }

  /** A moment after it was started a process is a copy of the one that started it, and nobody's business yet. */
  private noteStarted(pid: number): void {
    const words = read(pid, "cmdline");
    if (!OURS.test(words)) this.note(pid, false, words);
  }

  private note(pid: number, isRoot: boolean, words: string): void {
    const environment = read(pid, "environ");
    this.seen.set(`${pid} ${words} ${environment.length}`, { pid, isRoot, arguments: words, environment });
    if (isRoot) for (const each of descendants(pid)) this.noteStarted(each);
  }
}

/** Children of all threads, and theirs. */
function descendants(pid: number): number[] {
  return children(pid).flatMap((child) => [child, ...descendants(child)]);
}

function children(pid: number): number[] {
  const threads = attempt(() => readdirSync(`/proc/${pid}/task`), []);
  return threads.flatMap((thread) => read(pid, `task/${thread}/children`).split(" ").filter(Boolean).map(Number));
}

/** Processes end while they are looked at. */
function attempt<T>(look: () => T, otherwise: T): T {
  try {
    return look();
  } catch {
    return otherwise;
  }
}

const read = (pid: number, file: string) => attempt(() => readFileSync(`/proc/${pid}/${file}`, "latin1"), "");
