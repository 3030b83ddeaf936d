// The console as it runs in its image: Next's standalone server, given settings and nothing else.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { closeServer, listenOnLoopback } from "./shared/listen";

export interface ConsoleProcess {
  url: string;
  pid: number;
  close(): Promise<void>;
  /** Resolves when it ends by itself. */
  ended: Promise<number | null>;
}

/** As infra/images/console.Dockerfile starts Node; a test holds the two together. */
export const CONSOLE_NODE_OPTIONS = ["--max-old-space-size=320", "--max-semi-space-size=16"];

const START_TIMEOUT_MS = 60_000;

export async function startConsole(options: {
  port: number;
  variables: Record<string, string>;
  onOutput: (text: string) => void;
}): Promise<ConsoleProcess> {
  const server = path.resolve(".next/standalone/server.js");
  if (!existsSync(server)) throw new Error("the console is not built; run `npm run build` first");
  await refuseTakenPort(options.port);
  const env = {
    // Warnings of dependencies about themselves are nothing a person at the demo can act on.
    NODE_NO_WARNINGS: "1",
    PATH: process.env.PATH,
    NODE_ENV: "production" as const,
    PORT: String(options.port),
    HOSTNAME: "127.0.0.1",
    ...options.variables,
  };
  const child = spawn(process.execPath, [...CONSOLE_NODE_OPTIONS, server], {
    cwd: path.dirname(server),
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.on("data", (chunk) => options.onOutput(String(chunk)));
  child.stderr.on("data", (chunk) => options.onOutput(String(chunk)));
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const url = `http://localhost:${options.port}`;
  await untilHealthy(`http://127.0.0.1:${options.port}/healthz`, child);
  return { url, pid: child.pid ?? 0, ended, close: () => stop(child, ended) };
}

/** Asked before: the server itself would only say EADDRINUSE. */
async function refuseTakenPort(port: number): Promise<void> {
  const probe = createServer();
  await listenOnLoopback(probe, port, "the console");
  await closeServer(probe);
}

async function untilHealthy(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error("the console ended while it started; its output stands above");
    const healthy = await fetch(url).then(
      (answer) => answer.ok,
      () => false,
    );
    if (healthy) return;
    await sleep(150);
  }
  child.kill("SIGKILL");
  throw new Error(`the console did not answer at ${url} within ${START_TIMEOUT_MS / 1000} s`);
}

async function stop(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill("SIGTERM");
  await Promise.race([ended, sleep(5000, undefined, { ref: false })]);
  if (child.exitCode === null) child.kill("SIGKILL");
}
