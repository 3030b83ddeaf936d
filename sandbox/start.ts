// Starts everything: GitHub, S3 in two regions, the AWS control plane; gives it a fleet and the resources of a deployment.
import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { bucketArn } from "../infra/policies/arns";
import { bucketRefusals } from "../infra/policies/bucket-policy";
import { startAws } from "./aws/server";
import { endpointVariables, type SandboxUrls } from "./environment";
import { startGithub } from "./github/server";
import { ACCOUNT_ID, APPS, BUCKETS, DEFAULT_PORTS, IMAGE, REGION, REPLICA_REGION, type SandboxPorts } from "./names";
import { provision } from "./provision";
import { DROP_IN_PRINCIPAL, ROLE_PRINCIPALS } from "./roles";
import { startS3 } from "./s3/start-s3";
import { DEMO_REPOSITORIES, type DemoRepository } from "./seed/demo-fleet";
import { markRepositories, writeDemoFleet } from "./seed/install-fleet";
import { ORGANISATION_SEED } from "./seed/organisation";
import { readJsonFile, writeFileDurably } from "./shared/atomic-file";
import { Principals } from "./shared/principals";
import { taskVariables } from "./task-variables";
import { workerCommand } from "./worker-command";

export interface SandboxOptions {
  /** Where all state lives. */
  dataDir: string;
  ports?: Partial<SandboxPorts>;
  /** The bundled worker that tasks run. */
  workerEntry: string;
  /** GitHub's REST API gets an address of its own, as at github.com; below /api/v3 otherwise. */
  restPort?: number;
  /** Repositories to make at the first start; none when empty. */
  fleet?: readonly DemoRepository[];
  /** The buckets refuse every deletion, as those of a protected environment do. */
  protected?: boolean;
  /** What goes on, for a person. */
  tell?: (line: string) => void;
  /** The servers' own log. */
  log?: (line: string) => void;
}

export interface Sandbox {
  urls: SandboxUrls;
  dataDir: string;
  close(): Promise<void>;
}

export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { dataDir, fleet = DEMO_REPOSITORIES, tell = () => undefined, log } = options;
  const ports = { ...DEFAULT_PORTS, ...options.ports };
  await refuseSecondStart(dataDir);
  await writeDemoFleet(dataDir, fleet, tell);

  const principals = await Principals.open(path.join(dataDir, "aws"));
  for (const principal of [...ROLE_PRINCIPALS, DROP_IN_PRINCIPAL]) await principals.put(principal);
  const opened: { close(): Promise<void> }[] = [];
  try {
    const { restPort } = options;
    const github = await startGithub({ dataDir, port: ports.github, restPort, seed: ORGANISATION_SEED, log });
    opened.push(github);
    const s3 = await startS3({
      dataDir,
      principals,
      refusals: Object.values(BUCKETS).flatMap((bucket) =>
        bucketRefusals(bucketArn(REGION, bucket), options.protected ?? false),
      ),
      regions: [
        { name: REGION, port: ports.s3 },
        { name: REPLICA_REGION, port: ports.s3Replica },
      ],
      log,
    });
    opened.push(s3);
    const urls: SandboxUrls = {
      github: github.url,
      githubApi: github.apiUrl,
      s3: s3.regions.get(REGION)?.url ?? "",
      s3Replica: s3.regions.get(REPLICA_REGION)?.url ?? "",
      aws: "",
    };
    const aws = await startAws({
      dataDir,
      port: ports.aws,
      region: REGION,
      accountId: ACCOUNT_ID,
      principals,
      images: {
        [IMAGE]: {
          argv: workerCommand(options.workerEntry),
          cwd: path.dirname(options.workerEntry),
        },
      },
      taskEnvironment: () => endpointVariables(urls),
      log,
    });
    opened.push(aws);
    urls.aws = aws.url;
    await markRepositories(dataDir, github.url, fleet);
    await provision({
      awsUrl: urls.aws,
      s3Url: urls.s3,
      s3ReplicaUrl: urls.s3Replica,
      appKeys: { backup: github.appKey(APPS.backup.slug), restore: github.appKey(APPS.restore.slug) },
      taskEnvironment: taskVariables(urls, await scratchDirectory(dataDir)),
    });
    await writeFileDurably(runningFile(dataDir), JSON.stringify({ pid: process.pid, urls }, null, 2));
    return { urls, dataDir, close: () => closeAll(opened, dataDir) };
  } catch (error) {
    await closeAll(opened, dataDir);
    throw error;
  }
}

/** The sandbox that runs on this directory now, if any. */
export async function findRunning(dataDir: string): Promise<{ pid: number; urls: SandboxUrls } | undefined> {
  const running = existsSync(runningFile(dataDir))
    ? await readJsonFile<{ pid: number; urls: SandboxUrls }>(runningFile(dataDir))
    : undefined;
  if (!running) return undefined;
  const answers = await fetch(`${running.urls.github}/_sandbox/health`, { signal: AbortSignal.timeout(2000) }).then(
    (answer) => answer.ok,
    () => false,
  );
  return answers ? running : undefined;
}

/** Where the tasks' one writable directory is here. */
export const scratchIn = (dataDir: string): string => path.join(dataDir, "scratch");

async function scratchDirectory(dataDir: string): Promise<string> {
  await mkdir(scratchIn(dataDir), { recursive: true });
  return scratchIn(dataDir);
}

async function refuseSecondStart(dataDir: string): Promise<void> {
  const running = await findRunning(dataDir);
  if (running)
    throw new Error(
      `a sandbox runs on ${dataDir} already (process ${running.pid}); stop it, or choose another directory with --data`,
    );
}

const runningFile = (dataDir: string) => path.join(dataDir, "running.json");

async function closeAll(opened: { close(): Promise<void> }[], dataDir: string): Promise<void> {
  for (const each of opened.reverse()) await each.close();
  await rm(runningFile(dataDir), { force: true });
}
