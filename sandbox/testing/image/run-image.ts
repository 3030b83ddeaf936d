// Starts what an image starts: as its user, from a tree that cannot be written, with nothing but the image's variables and
// those it is given.
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { type Image, imagePath, NODE_USER } from "./image";

export interface Started {
  child: ChildProcess;
  /** What it has written so far. */
  output(): string;
  ended: Promise<number | null>;
}

export interface StartOptions {
  /** Instead of CMD. */
  command?: string[];
  variables?: Record<string, string>;
  /** The image's port, and the free one of this machine that stands for it. */
  port?: [inImage: number, here: number];
}

/** Makes the tree as it is on ECS: only volumes can be written. */
export async function sealImage({ root, config }: Image): Promise<void> {
  await promisify(execFile)("chmod", ["-R", "a-w,a+rX", root]);
  await chmod(path.dirname(root), 0o755);
  for (const volume of config.volumes) await chmod(path.join(root, volume), 0o700);
}

export function startImage(image: Image, options: StartOptions = {}): Started {
  return start(image, [...image.config.entrypoint, ...(options.command ?? image.config.command)], options);
}

/** Runs the command of HEALTHCHECK once; true is healthy. */
export async function isHealthy(image: Image, port: [inImage: number, here: number]): Promise<boolean> {
  const { health } = image.config;
  if (health === undefined || health === "none") throw new Error("the image has no health check");
  return (await start(image, health, { port }).ended) === 0;
}

function start({ root, config }: Image, words: string[], { variables, port }: StartOptions): Started {
  if (config.user !== "node") throw new Error(`the image runs as ${config.user}, not as node`);
  const [program = "", ...args] = words.map((word) => here(word, port));
  const env: Record<string, string> = { ...config.env, ...variables, PATH: imagePath(root) };
  for (const [name, value] of Object.entries(env)) {
    const file = path.join(root, value);
    if (value.startsWith("/") && existsSync(file)) env[name] = file;
  }
  const child = spawn(program, args, {
    cwd: path.join(root, config.workdir),
    env: env as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
    ...NODE_USER,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += chunk;
    });
  }
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  return { child, output: () => output, ended };
}

/** Loopback and a free port in place of the container's own network. */
const here = (word: string, port: StartOptions["port"]): string =>
  port === undefined
    ? word
    : word
        .replace(/^HOSTNAME=0\.0\.0\.0$/, "HOSTNAME=127.0.0.1")
        .replace(new RegExp(`^PORT=${port[0]}$`), `PORT=${port[1]}`)
        .replace(`:${port[0]}/`, `:${port[1]}/`);
