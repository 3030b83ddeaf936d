// Starts what `npm run demo` starts (its own script, as a real process) on free ports with a fresh directory, waits until
// it says that it is ready, and ends it afterwards with the signal that Ctrl-C sends.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePorts } from "./free-ports";

const START_TIMEOUT_MS = 180_000;

export default async function setup(): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "holdfast-e2e-"));
  const [port, github, s3, replica, aws] = await freePorts(5);
  const args = [
    "--data",
    dataDir,
    "--port",
    port,
    "--github-port",
    github,
    "--s3-port",
    s3,
    "--replica-port",
    replica,
    "--aws-port",
    aws,
  ].map(String);
  const demo = spawn(process.execPath, ["--import", "tsx", "sandbox/demo.ts", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  await untilReady(demo);
  const { urls } = JSON.parse(await readFile(path.join(dataDir, "running.json"), "utf8"));
  Object.assign(process.env, {
    E2E_CONSOLE: `http://localhost:${port}`,
    E2E_DATA: dataDir,
    E2E_URLS: JSON.stringify(urls),
  });
  return async () => {
    const ended = new Promise((resolve) => demo.once("exit", resolve));
    demo.kill("SIGINT");
    await ended;
    await rm(dataDir, { recursive: true, force: true });
  };
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
