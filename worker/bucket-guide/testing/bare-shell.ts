// A shell on a machine that has next to nothing: a PATH of a few named programs, and an empty environment.
import { execFile, execFileSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/** What restore.sh may use besides git and aws: POSIX's own, and one that makes SHA-256 sums. */
const TOOLS = ["awk", "cat", "dirname", "mkdir", "mv", "rm", "sed", "sha256sum", "sleep", "sort", "wc"];

export interface Answer {
  code: number;
  stdout: string;
  stderr: string;
}

export interface BareShellOptions {
  /** `busybox` gives its own tools as well; others take the machine's. */
  shell?: string;
  /** The aws to be found, and where it shall ask; without it there is none. */
  aws?: { program: string; endpoint: string; variables: Record<string, string> };
  /** Tools to be left out. */
  without?: string[];
}

/** Where a program is on this machine; undefined when it is not. */
export function findProgram(name: string): string | undefined {
  try {
    return execFileSync("sh", ["-c", 'command -v "$1"', "sh", name], { encoding: "utf8" }).trim();
  } catch {
    return undefined;
  }
}

export class BareShell {
  /** The only writable place it is told of; its working directory. */
  readonly home: string;
  private readonly bin: string;
  private readonly variables: Record<string, string>;

  private constructor(home: string, bin: string, variables: Record<string, string>) {
    this.home = home;
    this.bin = bin;
    this.variables = variables;
  }

  static async open({ shell = "sh", aws, without = [] }: BareShellOptions = {}): Promise<BareShell> {
    const root = await mkdtemp(path.join(tmpdir(), "holdfast-shell-"));
    const [home, bin] = [path.join(root, "home"), path.join(root, "bin")];
    await mkdir(home);
    await mkdir(bin);
    const link = async (name: string, program = name) => {
      const found = findProgram(program);
      if (!found) throw new Error(`${program} is not on this machine`);
      await symlink(found, path.join(bin, name));
    };
    await link("sh", shell);
    for (const tool of [...TOOLS, "git"].filter((each) => !without.includes(each)))
      await link(tool, shell === "busybox" && tool !== "git" ? shell : tool);
    if (aws) {
      // Releases of aws before 2.13 know no variable for the endpoint.
      await writeFile(path.join(bin, "aws"), `#!/bin/sh\nexec ${aws.program} --endpoint-url ${aws.endpoint} "$@"\n`);
      await chmod(path.join(bin, "aws"), 0o755);
    }
    return new BareShell(home, bin, aws?.variables ?? {});
  }

  async close(): Promise<void> {
    await rm(path.dirname(this.home), { recursive: true, force: true });
  }

  /** Runs `sh` with these arguments. */
  run(args: string[], variables: Record<string, string> = {}): Promise<Answer> {
    const env = { PATH: this.bin, HOME: this.home, ...this.variables, ...variables } as unknown as NodeJS.ProcessEnv;
    const options = { cwd: this.home, env, encoding: "latin1" as const, maxBuffer: 64 * 1024 ** 2 };
    return new Promise((resolve) =>
      execFile(path.join(this.bin, "sh"), args, options, (error, stdout, stderr) => {
        const code = error ? (typeof error.code === "number" ? error.code : -1) : 0;
        resolve({ code, stdout, stderr });
      }),
    );
  }
}
