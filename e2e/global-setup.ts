// Starts what `npm run demo` starts (its own script, as a real process) on free ports with a fresh directory, once for each
// project, waits until all say that they are ready, and ends them afterwards with the signal that Ctrl-C sends.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { FullConfig } from "@playwright/test";
import { DEMOS_VARIABLE, type Demo } from "./demo";
import { freePorts } from "./free-ports";

const START_TIMEOUT_MS = 240_000;
const PORT_OPTIONS = ["--port", "--github-port", "--s3-port", "--replica-port", "--aws-port"];

interface RunningDemo {
  demo: Demo;
  end: () => Promise<void>;
}

export default async function setup({ projects }: FullConfig): Promise<() => Promise<void>> {
  const ports = await freePorts(PORT_OPTIONS.length * projects.length);
  const started = await Promise.allSettled(projects.map(() => start(ports.splice(0, PORT_OPTIONS.length))));
  const running = started.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
  const endAll = async () => {
    await Promise.all(running.map(({ end }) => end()));
  };
  const failed = started.find((each) => each.status === "rejected");
  if (failed) {
    await endAll();
    throw failed.reason;
  }
  const demos = projects.map(({ name }, index) => [name, running[index]?.demo]);
  process.env[DEMOS_VARIABLE] = JSON.stringify(Object.fromEntries(demos));
  return endAll;
}

async function start(ports: number[]): Promise<RunningDemo> {
  const data = await mkdtemp(path.join(tmpdir(), "holdfast-e2e-"));
  const args = ["--data", data, ...PORT_OPTIONS.flatMap((option, index) => [option, String(ports[index])])];
  const running = spawn(process.execPath, ["--import", "tsx", "sandbox/demo.ts", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const end = async () => {
    if (running.exitCode === null && running.signalCode === null) {
      const ended = new Promise((resolve) => running.once("exit", resolve));
      running.kill("SIGINT");
      await ended;
    }
    await rm(data, { recursive: true, force: true });
  };
  try {
    await untilReady(running);
  } catch (error) {
    await end();
    throw error;
  }
  const day = new Date().toISOString().slice(0, 10);
  const { urls } = JSON.parse(await readFile(path.join(data, "running.json"), "utf8"));
  return { demo: { console: `http://localhost:${ports[0]}`, data, urls, day }, end };
}

async function untilReady(demo: ChildProcess): Promise<void> {
  let output = "";
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the demo was not ready in time:\n${output}`)), START_TIMEOUT_MS);
    const listen = (chunk: Buffer) => {
      output += chunk;
      if (!output.includes("Ctrl-C ends everything")) return;
      clearTimeout(timer);
      resolve();
    };
    demo.stdout?.on("data", listen);
    demo.stderr?.on("data", listen);
    demo.once("exit", (code) => reject(new Error(`the demo ended with ${code}:\n${output}`)));
  });
}
