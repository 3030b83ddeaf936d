// The only file that spawns git, but for git-runner.ts of the worker, which starts many at little cost. Git's environment is
// its own: no system or user configuration, no prompts, English words.
import {
  type ChildProcess,
  type ChildProcessByStdio,
  type ChildProcessWithoutNullStreams,
  type SpawnOptionsWithoutStdio,
  spawn,
} from "node:child_process";
import { totalmem } from "node:os";
import { createInterface } from "node:readline";
import type { Duplex, Readable } from "node:stream";
import { AppError } from "@/lib/domain/errors";
import { redact } from "@/lib/domain/redact";

export interface GitOptions {
  cwd?: string;
  signal?: AbortSignal;
  /** Lets git answer an HTTP server with this token. It goes through a pipe of its own: not in argv, nor in the environment, nor on disk. */
  token?: string;
  /** Exit codes that are answers, not failures. */
  accept?: (exitCode: number) => boolean;
  /** A file descriptor for its standard input, read from where it stands. */
  input?: number;
  /** So many bytes of its standard output are kept, from the beginning; all of it when missing. */
  keptOutput?: number;
  /**
   * Git is ended, with all it has started, once it has printed nothing for so long; to be used with `--progress`. Git itself
   * waits for ever for an answer that breaks off within a packet.
   */
  silenceSeconds?: number;
  /** What it prints on its standard error, as it comes. */
  onWords?: (chunk: string) => void;
}

export interface GitResult {
  exitCode: number;
  /** As bytes in a latin1 string: ref names need not be UTF-8. */
  stdout: string;
  stderr: string;
}

/** More output than this from one git command is kept only in its last part. */
const MAX_STDERR = 64 * 1024;

/** @throws AppError git-missing, git-command */
export async function git(args: string[], options: GitOptions = {}): Promise<GitResult> {
  const result = await run(args, options);
  const accepted = options.accept ?? ((code) => code === 0);
  if (accepted(result.exitCode)) return result;
  const detail = redact(result.stderr.trim().split("\n").slice(-3).join("; ")) || `exit code ${result.exitCode}`;
  throw new AppError("git-command", { command: args.find((arg) => !arg.startsWith("-")), detail });
}

function run(args: string[], options: GitOptions): Promise<GitResult> {
  const { cwd, signal, silenceSeconds, keptOutput = Number.POSITIVE_INFINITY } = options;
  return new Promise((resolve, reject) => {
    const child = spawn("git", args, {
      cwd,
      env: gitEnvironment({ asked: options.token !== undefined }),
      signal,
      // Its own process group: what is to be ended are its helpers, which hold the connection.
      detached: silenceSeconds !== undefined,
      stdio: [options.input ?? "ignore", "pipe", "pipe", ...(options.token ? (["pipe"] as const) : [])],
    }) as ChildProcessByStdio<null, Readable, Readable>;
    if (options.token) handToken(child.stdio[TOKEN_FD] as Duplex, options.token);
    const stdout: Buffer[] = [];
    let kept = 0;
    let stderr = "";
    const silence = silenceSeconds === undefined ? undefined : watchSilence(child, silenceSeconds, signal);
    child.stdout.on("data", (chunk: Buffer) => {
      if (kept < keptOutput) stdout.push(chunk.subarray(0, keptOutput - kept));
      kept += chunk.length;
      silence?.heard();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      const words = chunk.toString("utf8");
      stderr = (stderr + words).slice(-MAX_STDERR);
      silence?.heard();
      options.onWords?.(words);
    });
    child.once("error", (cause: NodeJS.ErrnoException) => {
      reject(cause.code === "ENOENT" && options.cwd === undefined ? new AppError("git-missing", {}, { cause }) : cause);
    });
    child.once("close", (code) => {
      const words = silence?.end() ? `${stderr}\nfatal: nothing was heard for ${silenceSeconds} s\n` : stderr;
      resolve({ exitCode: code ?? 128, stdout: Buffer.concat(stdout).toString("latin1"), stderr: words });
    });
  });
}

/** Ends the process group after so long without a sign of life, or when the signal comes. */
function watchSilence(child: ChildProcess, seconds: number, signal?: AbortSignal) {
  let broken = false;
  const kill = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    } catch {
      // It has ended in the meantime.
    }
  };
  const timer = setTimeout(() => {
    broken = true;
    kill();
  }, seconds * 1000);
  signal?.addEventListener("abort", kill, { once: true });
  return {
    heard: () => timer.refresh(),
    /** Whether it was ended for its silence. */
    end: () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", kill);
      return broken;
    },
  };
}

interface StreamOptions {
  cwd: string;
  signal: AbortSignal;
  /** For its standard input. */
  input?: string;
}

/** The lines of a git command's output, as byte strings, while it runs. @throws AppError git-command */
export async function* gitLines(args: string[], { cwd, signal, input = "" }: StreamOptions): AsyncGenerator<string> {
  const child = spawn("git", args, { cwd, env: gitEnvironment(), signal, stdio: ["pipe", "pipe", "pipe"] });
  yield* linesOf(child, [exitOf(child, args)], () => child.stdin.end(input));
}

/** A git command's output, while it runs. @throws AppError git-command, at its end */
export async function* gitBytes(args: string[], { cwd, signal, input = "" }: StreamOptions): AsyncGenerator<Buffer> {
  const child = spawn("git", args, { cwd, env: gitEnvironment(), signal, stdio: ["pipe", "pipe", "pipe"] });
  const ended = exitOf(child, args);
  // Whoever reads may leave before the end; then nobody asks how it ended.
  ended.catch(() => undefined);
  child.stdin.end(input);
  try {
    yield* child.stdout;
    await ended;
  } finally {
    child.kill("SIGKILL");
  }
}

/** As `git first | git second`, with `input` for the first: the lines of the second. @throws AppError git-command */
export async function* gitPipe(
  first: string[],
  second: string[],
  { cwd, signal, input = "" }: StreamOptions,
): AsyncGenerator<string> {
  const options: SpawnOptionsWithoutStdio = { cwd, env: gitEnvironment(), signal };
  const [one, two] = [spawn("git", first, options), spawn("git", second, options)];
  one.stdout.pipe(two.stdin);
  try {
    yield* linesOf(two, [exitOf(one, first), exitOf(two, second)], () => one.stdin.end(input));
  } finally {
    one.kill("SIGKILL");
  }
}

async function* linesOf(
  child: ChildProcessWithoutNullStreams,
  exits: Promise<void>[],
  begin: () => void,
): AsyncGenerator<string> {
  const ended = Promise.all(exits);
  // Whoever reads may leave before the end; then nobody asks how it ended.
  ended.catch(() => undefined);
  begin();
  try {
    yield* createInterface({ input: child.stdout.setEncoding("latin1"), crlfDelay: Number.POSITIVE_INFINITY });
    await ended;
  } finally {
    child.kill("SIGKILL");
  }
}

function exitOf(child: ChildProcessWithoutNullStreams, args: string[]): Promise<void> {
  let stderr = "";
  // Its reader may be gone before all is written: the exit code tells why.
  child.stdin.on("error", () => undefined);
  child.stderr.on("data", (chunk: Buffer) => {
    stderr = (stderr + chunk.toString("utf8")).slice(-MAX_STDERR);
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) return resolve();
      const detail = redact(stderr.trim().split("\n").slice(-3).join("; ")) || `exit code ${code}`;
      reject(new AppError("git-command", { command: args[0], detail }));
    });
  });
}

/** Where git's children find the token: whatever git starts has this descriptor from it. */
const TOKEN_FD = 3;

/**
 * A credential helper in git's own configuration syntax: it takes one line from the descriptor (a shell reads no byte more than
 * that) and holds no secret itself. `printf` is the shell's own: there is no process whose arguments could be seen.
 */
const HELPER = `!f() { test "$1" = get && read -r token <&${TOKEN_FD} && printf "username=x-access-token\\npassword=%s\\n" "$token"; }; f`;

/** Git asks again after a refusal; once at most by what is known of it. All of them fit into the kernel's buffer. */
const TOKEN_LINES = 8;

function handToken(pipe: Duplex, token: string): void {
  // Git may be gone before it was read: its exit code tells why. And without a reader its end would not be seen.
  pipe.on("error", () => undefined).resume();
  pipe.end(`${token}\n`.repeat(TOKEN_LINES));
}

/**
 * The most git may allocate at once: a share of what this machine, or this container, has. Without it a few hundred bytes of
 * pack that say they become gigabytes take the memory of everything beside them (GIT_ALLOC_LIMIT of git's wrapper.c).
 */
export function allocationLimit(share: number): number {
  const container = process.constrainedMemory();
  return Math.floor(Math.min(totalmem(), container > 0 ? container : Number.POSITIVE_INFINITY) * share);
}

/** Git's words when it is reached. */
export const OVER_LIMIT = /attempting to allocate \d+ over limit|out of memory/i;

/** Of one git that works by itself. */
const USUAL_SHARE = 1 / 2;

interface GitEnvironmentOptions {
  /** Whether it finds a token. */
  asked?: boolean;
  /** See allocationLimit. */
  memoryShare?: number;
  /** Further configuration. */
  config?: readonly [string, string][];
}

/** The whole environment of a git process. */
export function gitEnvironment({
  asked = false,
  memoryShare = USUAL_SHARE,
  config: further = [],
}: GitEnvironmentOptions = {}): NodeJS.ProcessEnv {
  const config: [string, string][] = [
    ["gc.auto", "0"],
    // GitHub serves old repositories with findings that this would refuse; they are reported by fsck instead.
    ["transfer.fsckObjects", "false"],
    ["protocol.ext.allow", "never"],
    ["credential.helper", ""],
    ...(asked ? ([["credential.helper", HELPER]] as [string, string][]) : []),
    ...further,
  ];
  const numbered = config.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  const variables: Record<string, string | undefined> = {
    PATH: process.env.PATH,
    // The certificates of a company's own authority; Node reads NODE_EXTRA_CA_CERTS by itself.
    GIT_SSL_CAINFO: process.env.GIT_SSL_CAINFO,
    HOME: "/nonexistent",
    LC_ALL: "C",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_TERMINAL_PROMPT: "0",
    GIT_ALLOC_LIMIT: String(allocationLimit(memoryShare)),
    GIT_CONFIG_COUNT: String(config.length),
    ...Object.fromEntries(numbered),
  };
  return variables as NodeJS.ProcessEnv;
}
