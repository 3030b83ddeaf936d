import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { S3Client } from "@aws-sdk/client-s3";
import { ADMIN } from "@/sandbox/shared/principals";

/** A server in a process of its own, which can be killed the hard way. */
export interface S3Process {
  url: string;
  client: S3Client;
  /** What it has said on stderr. */
  said: () => string;
  child: ChildProcess;
  kill(signal: NodeJS.Signals): Promise<void>;
}

export async function startS3Process(dataDir: string): Promise<S3Process> {
  const script = fileURLToPath(new URL("serve.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", script, dataDir], {
    cwd: path.resolve(path.dirname(script), "../../.."),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  const lines = createInterface({ input: child.stdout });
  const failed = once(child, "exit").then(() => {
    throw new Error(`the server ended before it was up: ${said}`);
  });
  const [url] = (await Promise.race([once(lines, "line"), failed])) as [string];
  failed.catch(() => undefined);
  const { accessKeyId, secretAccessKey } = ADMIN;
  const client = new S3Client({
    endpoint: url,
    region: "us-east-1",
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
  });
  return {
    url,
    client,
    child,
    said: () => said,
    kill: async (signal) => {
      const gone = once(child, "exit");
      child.kill(signal);
      await gone;
      client.destroy();
    },
  };
}
