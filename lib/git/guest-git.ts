// Git beside a server that has other things to do, on repositories that anybody may have written. It gets a bare repository
// and ids of objects, nothing that a repository says is run or followed, and it gives way in everything: the processor, memory,
// disk, time.
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { devNull } from "node:os";
import type { Readable, Writable } from "node:stream";
import { AppError } from "@/lib/domain/errors";
import { redact } from "@/lib/domain/redact";
import { gitEnvironment } from "./git";

interface GuestPlace {
  /** The bare repository; it is not looked for. */
  directory: string;
  /** Ends git. What is asked for is thrown with its reason. */
  signal: AbortSignal;
}

interface StartOptions extends GuestPlace {
  /** A file descriptor for its standard input, read from where it stands. */
  input?: number;
  /** The most it may write into one file; nothing when missing. */
  fileBytes?: number;
  /** Its words as they come. */
  onWords?: (words: string) => void;
}

export interface RunningGuest {
  /** Undefined where it reads from a descriptor. */
  stdin: Writable | null;
  stdout: Readable;
  /** Its exit code, when all of its output was read. @throws the signal's reason; AppError git-missing */
  ended: Promise<number>;
  /** The last of what it said, in one line. */
  words: () => string;
  kill: () => void;
}

const MAX_STDERR = 16 * 1024;

/** The shell's exit code where there is no git. */
const NOT_FOUND = 127;

export function startGuest(
  args: string[],
  { directory, signal, input, fileBytes = 0, onWords }: StartOptions,
): RunningGuest {
  signal.throwIfAborted();
  const blocks = String(Math.ceil(fileBytes / BLOCK_BYTES));
  const child = spawn("sh", ["-c", SCRIPT, "sh", blocks, ...args], {
    env: environment(directory),
    stdio: [input ?? "pipe", "pipe", "pipe"],
  }) as ChildProcessByStdio<Writable | null, Readable, Readable>;
  const kill = () => child.kill("SIGKILL");
  signal.addEventListener("abort", kill, { once: true });
  // It may be gone before all is written: its exit code tells why.
  child.stdin?.on("error", () => undefined);
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => {
    const words = chunk.toString("utf8");
    stderr = (stderr + words).slice(-MAX_STDERR);
    onWords?.(words);
  });
  const ended = new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, killed) => {
      signal.removeEventListener("abort", kill);
      if (killed === "SIGXFSZ") stderr += "\na file of it became larger than it may be here";
      if (signal.aborted) reject(signal.reason);
      else if (code === NOT_FOUND) reject(new AppError("git-missing"));
      else resolve(code ?? 128);
    });
  });
  // Whoever asked may have left.
  ended.catch(() => undefined);
  return { stdin: child.stdin, stdout: child.stdout, ended, words: () => lastWords(stderr), kill };
}

interface GuestOptions extends StartOptions {
  /** A byte string for its standard input, where that is no descriptor. */
  text?: string;
  /** Git is ended at the first byte over it. */
  maxBytes: number;
}

interface GuestResult {
  exitCode: number;
  /** A byte string. */
  stdout: string;
  words: string;
}

/** @throws AppError git-missing; the signal's reason */
export async function guestGit(
  args: string[],
  { text = "", maxBytes, ...options }: GuestOptions,
): Promise<GuestResult> {
  const guest = startGuest(args, options);
  guest.stdin?.end(Buffer.from(text, "latin1"));
  const chunks: Buffer[] = [];
  let bytes = 0;
  guest.stdout.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= maxBytes) chunks.push(chunk);
    else guest.kill();
  });
  const exitCode = await guest.ended;
  if (bytes > maxBytes) return { exitCode: 128, stdout: "", words: `git ${args[0]} has more to say than is read here` };
  return { exitCode, stdout: Buffer.concat(chunks).toString("latin1"), words: guest.words() };
}

/** What git prints, while it runs; to leave early ends it. @throws AppError git-command, at its end */
export async function* guestBytes(args: string[], place: GuestPlace): AsyncGenerator<Buffer, undefined> {
  const guest = startGuest(args, place);
  guest.stdin?.end();
  try {
    yield* guest.stdout;
    const code = await guest.ended;
    if (code !== 0)
      throw new AppError("git-command", { command: args[0], detail: guest.words() || `exit code ${code}` });
  } finally {
    guest.kill();
  }
}

const lastWords = (stderr: string): string =>
  redact(
    stderr
      .split(/[\n\r]/)
      .filter((line) => line.trim() && !PROGRESS.test(line))
      .slice(-3)
      .join("; "),
  );

/** `Indexing objects:  42% (420/1000)` */
const PROGRESS = /^\w[\w ]*: +\d+% \(/;

/** How far git is by its own words: of the last line, in per cent. */
export function percentIn(words: string): number | undefined {
  const last = [...words.matchAll(/: +(\d+)% \(/g)].at(-1)?.[1];
  return last === undefined ? undefined : Number(last);
}

/**
 * Does `work` with a signal that comes with `signal`, and after `ms`.
 * @throws AppError git-slow when it has not ended by then
 */
export async function withDeadline<T>(
  ms: number,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new AppError("git-slow", { seconds: Math.round(ms / 1000) })), ms);
  try {
    return await work(signal ? AbortSignal.any([signal, late.signal]) : late.signal);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Linux ends it first where memory is short, the server goes before it, and no file grows over the limit (of 512 bytes each,
 * as POSIX has it). `exec`: a signal reaches git itself.
 */
const SCRIPT = `{ echo 1000 >/proc/self/oom_score_adj; } 2>/dev/null
ulimit -f "$1"; shift
exec nice -n 5 git "$@"`;

const BLOCK_BYTES = 512;

/** Some of these can stand in a process at the same time, and the server's own memory beside them. */
const SHARE = 1 / 8;

const CONFIG: [string, string][] = [
  ["core.hooksPath", devNull],
  ["core.attributesFile", devNull],
  ["core.fsmonitor", "false"],
  ["protocol.allow", "never"],
  // What is larger is streamed, and not taken into memory.
  ["core.bigFileThreshold", "16m"],
  ["core.deltaBaseCacheLimit", "16m"],
  ["pack.threads", "1"],
];

const environment = (directory: string): NodeJS.ProcessEnv => ({
  ...gitEnvironment({ memoryShare: SHARE, config: CONFIG }),
  GIT_DIR: directory,
  GIT_LITERAL_PATHSPECS: "1",
  // refs/replace of a backup would show other objects than those that are asked for.
  GIT_NO_REPLACE_OBJECTS: "1",
  GIT_NO_LAZY_FETCH: "1",
  GIT_OPTIONAL_LOCKS: "0",
});
