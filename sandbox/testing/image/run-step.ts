// RUN without Docker. npm runs as it stands, below the image's root; what only moves files about does so there; of apt-get the
// packages' names are taken. Anything else fails, so that a step which nothing tries cannot slip in.
import { execFile } from "node:child_process";
import { chownSync, existsSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { type Image, imagePath, NODE_USER } from "./image";

/** What this machine has in place of a Debian package, as a command that must succeed. */
const STANDS_FOR: Record<string, string[]> = {
  git: ["git", "--version"],
  // Certificates of public authorities: no test leaves this machine over TLS.
  "ca-certificates": ["true"],
};

const OUTPUT_BYTES = 64 << 20;

/** @returns the Debian packages asked for. @throws Error with the command's output when one fails. */
export async function runStep(run: string, image: Image): Promise<string[]> {
  const packages: string[] = [];
  for (const command of run.split(/\s+&&\s+/)) {
    if (/["'$;|<>`(]/.test(command)) throw new Error(`"${command}" needs a shell; only words are known here`);
    const [program = "", ...args] = command.split(/\s+/);
    if (program === "npm") await npm(args, image);
    else if (program === "apt-get") packages.push(...(await aptGet(args)));
    else if (program in FILE_COMMANDS) FILE_COMMANDS[program]?.(args, (file) => inside(image, file));
    else throw new Error(`nothing here can run ${program}: add a rule to run-step.ts`);
  }
  return packages;
}

async function npm(args: string[], { root, config }: Image): Promise<void> {
  const env: Record<string, string | undefined> = { ...machineVariables(), ...config.env, PATH: imagePath(root) };
  const options = { cwd: path.join(root, config.workdir), env: env as NodeJS.ProcessEnv, maxBuffer: OUTPUT_BYTES };
  await promisify(execFile)("npm", args, options).catch(({ message, stdout, stderr }) => {
    throw new Error([message, stdout, stderr].join("\n"));
  });
}

async function aptGet([verb, ...args]: string[]): Promise<string[]> {
  if (verb === "update") return [];
  if (verb !== "install") throw new Error(`apt-get ${verb}: only update and install are known here`);
  const packages = args.filter((word) => !word.startsWith("-"));
  for (const name of packages) {
    const [program, ...rest] = STANDS_FOR[name] ?? [];
    if (program === undefined) throw new Error(`what stands for the package ${name} here? Say it in run-step.ts`);
    await promisify(execFile)(program, rest);
  }
  return packages;
}

type FileCommand = (args: string[], inside: (file: string) => string) => void;

const FILE_COMMANDS: Record<string, FileCommand> = {
  mkdir: (args, inside) => {
    for (const each of args) mkdirSync(inside(each));
  },
  // Of the base image there is nothing that a pattern could match.
  rm: ([flags, ...args], inside) => {
    if (flags !== "-rf") throw new Error(`rm ${flags}: only -rf is known here`);
    for (const each of args) rmSync(inside(each), { recursive: true, force: true });
  },
  chown: ([owner, ...args], inside) => {
    if (owner !== "node:node") throw new Error(`chown ${owner}: only node:node is known here`);
    for (const each of args.map(inside)) {
      if (!existsSync(each)) throw new Error(`chown: ${each} is not there`);
      if (NODE_USER) chownSync(each, NODE_USER.uid, NODE_USER.gid);
    }
  },
};

/** Above `/` there is nothing, here as there. */
const inside = ({ root, config }: Image, file: string): string =>
  path.join(root, path.posix.resolve("/", config.workdir, file));

/** How this machine reaches npm's registry, and where npm keeps what it has fetched. */
function machineVariables(): Record<string, string | undefined> {
  const kept =
    /^(HOME|npm_config_(cache|registry|userconfig|(https?_)?proxy|noproxy|cafile)|(https?|no)_proxy|SSL_CERT_\w+|NODE_EXTRA_CA_CERTS)$/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => kept.test(name)));
}
