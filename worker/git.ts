// The only file that spawns git. Its environment is its own: no system or user configuration, no prompts, English words.
import { spawn } from "node:child_process";
import { AppError } from "@/lib/domain/errors";
import { redact } from "./log";

export interface GitOptions {
  cwd?: string;
  signal?: AbortSignal;
  /** Lets git answer an HTTP server with this token. It travels in git's environment: not in argv, not on disk. */
  token?: string;
  /** Exit codes that are answers, not failures. */
  accept?: (exitCode: number) => boolean;
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
  return new Promise((resolve, reject) => {
    const child = spawn("git", args, {
      cwd: options.cwd,
      env: environment(options.token),
      signal: options.signal,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const stdout: Buffer[] = [];
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => {
      stderr = (stderr + chunk.toString("utf8")).slice(-MAX_STDERR);
    });
    child.once("error", (cause: NodeJS.ErrnoException) => {
      reject(cause.code === "ENOENT" && options.cwd === undefined ? new AppError("git-missing", {}, { cause }) : cause);
    });
    child.once("close", (code) =>
      resolve({ exitCode: code ?? 128, stdout: Buffer.concat(stdout).toString("latin1"), stderr }),
    );
  });
}

/** A credential helper in git's own configuration syntax: it prints what is in the variable, and holds no secret itself. */
const HELPER =
  '!f() { test "$1" = get && printf "username=x-access-token\\npassword=%s\\n" "$HOLDFAST_GIT_TOKEN"; }; f';

function environment(token: string | undefined): NodeJS.ProcessEnv {
  const config: [string, string][] = [
    ["gc.auto", "0"],
    // GitHub serves old repositories with findings that this would refuse; they are reported by fsck instead.
    ["transfer.fsckObjects", "false"],
    ["protocol.ext.allow", "never"],
    ["credential.helper", ""],
    ...(token ? ([["credential.helper", HELPER]] as [string, string][]) : []),
  ];
  const numbered = config.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  const variables: Record<string, string | undefined> = {
    PATH: process.env.PATH,
    HOME: "/nonexistent",
    LC_ALL: "C",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_TERMINAL_PROMPT: "0",
    GIT_CONFIG_COUNT: String(config.length),
    ...Object.fromEntries(numbered),
    ...(token ? { HOLDFAST_GIT_TOKEN: token } : {}),
  };
  return variables as NodeJS.ProcessEnv;
}
