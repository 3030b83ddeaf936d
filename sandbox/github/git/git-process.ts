import { execFile } from "node:child_process";
import { promisify } from "node:util";

const LONGEST_OUTPUT = 512 * 1024 * 1024;

/**
 * The environment git runs in: nothing of the machine's or the user's configuration, and `config` in place of the
 * repository's own (repositories copied here by hand bring none that serves).
 */
export function gitEnvironment(config: [name: string, value: string][] = []): NodeJS.ProcessEnv {
  const all: typeof config = [["safe.directory", "*"], ["gc.auto", "0"], ["maintenance.auto", "false"], ...config];
  const environment: Record<string, string> = {
    PATH: process.env.PATH ?? "",
    LC_ALL: "C",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_TERMINAL_PROMPT: "0",
    GIT_CONFIG_COUNT: String(all.length),
    ...Object.fromEntries(
      all.flatMap(([name, value], at) => [
        [`GIT_CONFIG_KEY_${at}`, name],
        [`GIT_CONFIG_VALUE_${at}`, value],
      ]),
    ),
  };
  // The console's framework declares NODE_ENV as always there; git does not need it.
  return environment as NodeJS.ProcessEnv;
}

/** Runs git in a bare repository and gives back what it prints. Throws when git fails, with what git said. */
export async function runGit(directory: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)("git", ["--git-dir", directory, ...args], {
    env: gitEnvironment(),
    maxBuffer: LONGEST_OUTPUT,
  });
  return stdout;
}

/** Like `runGit`; undefined when git exits with 1 or 128, its way of saying that what was asked for is not there. */
export async function tryGit(directory: string, ...args: string[]): Promise<string | undefined> {
  try {
    return await runGit(directory, ...args);
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code === 1 || code === 128) return undefined;
    throw error;
  }
}

/** Where git keeps its helpers, `git-http-backend` among them. */
export async function gitExecPath(): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)("git", ["--exec-path"], { env: gitEnvironment() });
    return stdout.trim();
  } catch (cause) {
    throw new Error("git cannot be run; install git 2.30 or newer and put it on the PATH", { cause });
  }
}

export async function initBareRepository(directory: string): Promise<void> {
  await promisify(execFile)("git", ["init", "--quiet", "--bare", "--initial-branch=main", "--template=", directory], {
    env: gitEnvironment(),
  });
}
