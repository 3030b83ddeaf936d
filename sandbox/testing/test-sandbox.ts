// A sandbox of a test's own: any free ports, a temporary directory, the worker as a real process.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { GetObjectCommand, ListObjectsV2Command, paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";
import { DEFAULT_ROOT, manifestKey, snapshotsPrefix } from "@/lib/domain/bucket-keys";
import { snapshotId } from "@/lib/domain/ids-schema";
import { type Manifest, parseManifest } from "@/lib/domain/manifest";
import { credentialVariables, shellVariables, workerVariables } from "../environment";
import { mintToken } from "../mint-token";
import { APPS, BUCKETS, REGION, REPLICA_REGION } from "../names";
import type { DemoRepository } from "../seed/demo-fleet";
import { runGit } from "../seed/fast-import";
import { ADMIN, type Principal } from "../shared/principals";
import { type Sandbox, scratchIn, startSandbox } from "../start";
import { workerCommand } from "../worker-command";
import { addCommit } from "./add-commit";

export const WORKER = path.resolve("dist/worker/main.mjs");

const TASK_KINDS = ["backup", "restore", "verify", "drill", "hold"] as const;

export interface WorkerResult {
  exitCode: number | null;
  signal: string | null;
  output: string;
  /** The JSON lines of the log. */
  events: { event: string; level: string; message: string; code?: string; hint?: string; repo?: string }[];
}

export class TestSandbox {
  readonly sandbox: Sandbox;
  readonly s3: S3Client;

  private constructor(sandbox: Sandbox) {
    this.sandbox = sandbox;
    this.s3 = new S3Client({ endpoint: sandbox.urls.s3, region: REGION, credentials: ADMIN });
  }

  /** `restPort`: GitHub's REST API has an address of its own; below /api/v3 otherwise. */
  static async start(
    fleet: readonly DemoRepository[],
    options: { restPort?: number; protected?: boolean } = {},
  ): Promise<TestSandbox> {
    const dataDir = await mkdtemp(path.join(tmpdir(), "holdfast-test-"));
    const ports = { github: 0, s3: 0, s3Replica: 0, aws: 0 };
    return new TestSandbox(await startSandbox({ dataDir, ports, workerEntry: WORKER, fleet, ...options }));
  }

  get urls() {
    return this.sandbox.urls;
  }

  async stop(): Promise<void> {
    this.s3.destroy();
    await this.sandbox.close();
    await rm(this.sandbox.dataDir, { recursive: true, force: true });
  }

  /**
   * Runs the bundled worker with these arguments: what runs as a task on ECS has the task's variables and role here too, the
   * rest those of a person's shell. `principal` is another caller; `variables` replace or (undefined) remove settings. With a
   * root of its own it is run by the administrator: no role reaches beyond the deployment's root.
   */
  worker(
    args: string[],
    options: {
      principal?: Principal;
      variables?: Record<string, string | undefined>;
      /** Another bundled program, with the worker's variables. */
      entry?: string;
      onStart?: (kill: (signal: NodeJS.Signals) => void, process: ChildProcess) => void;
    } = {},
  ): Promise<WorkerResult> {
    const caller = options.principal ?? (options.variables?.ROOT_PREFIX === undefined ? undefined : ADMIN);
    const all: Record<string, string | undefined> = {
      PATH: process.env.PATH,
      ...this.variablesOf(args[0]),
      ...(caller ? credentialVariables(caller) : {}),
      ...options.variables,
    };
    const [program, ...nodeOptions] = workerCommand(options.entry ?? WORKER);
    const child = spawn(program, [...nodeOptions, ...args], {
      env: all as NodeJS.ProcessEnv,
      stdio: ["ignore", "pipe", "pipe"],
    });
    options.onStart?.((signal) => child.kill(signal), child);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        output += chunk;
      });
    }
    return new Promise((resolve) =>
      child.once("close", (exitCode, signal) => resolve({ exitCode, signal, output, events: eventsIn(output) })),
    );
  }

  private variablesOf(verb: string | undefined): Record<string, string> {
    const kind = TASK_KINDS.find((each) => each === verb);
    return kind ? workerVariables(this.urls, kind, scratchIn(this.sandbox.dataDir)) : shellVariables(this.urls);
  }

  /** What an administrator of GitHub could do: see sandbox/github/sandbox-routes.ts. */
  async github(resource: "installations" | "repositories" | "limits", body: object): Promise<Record<string, unknown>> {
    const answer = await fetch(`${this.urls.github}/_sandbox/${resource}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`GitHub refused: ${await answer.text()}`);
    return (await answer.json()) as Record<string, unknown>;
  }

  /** Adds a fault rule on one of the servers. */
  async fault(server: "github" | "s3" | "s3Replica" | "aws", rule: object): Promise<void> {
    const answer = await fetch(`${this.urls[server]}/_sandbox/faults`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(rule),
    });
    if (!answer.ok) throw new Error(`fault refused: ${await answer.text()}`);
  }

  async clearFaults(): Promise<void> {
    for (const server of ["github", "s3", "s3Replica", "aws"] as const)
      await fetch(`${this.urls[server]}/_sandbox/faults`, { method: "DELETE" });
  }

  async keys(bucket: string = BUCKETS.backups, prefix = ""): Promise<string[]> {
    const keys: string[] = [];
    for await (const { Contents } of paginateListObjectsV2({ client: this.s3 }, { Bucket: bucket, Prefix: prefix }))
      keys.push(...(Contents ?? []).map((each) => each.Key ?? ""));
    return keys;
  }

  async replicaKeys(): Promise<string[]> {
    const replica = new S3Client({ endpoint: this.urls.s3Replica, region: REPLICA_REGION, credentials: ADMIN });
    const answer = await replica.send(new ListObjectsV2Command({ Bucket: BUCKETS.replica }));
    return (answer.Contents ?? []).map((each) => each.Key ?? "");
  }

  async object(key: string, bucket: string = BUCKETS.backups): Promise<Buffer> {
    const answer = await this.s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return Buffer.from((await answer.Body?.transformToByteArray()) ?? []);
  }

  /** The newest snapshot's manifest. */
  async newestManifest(): Promise<Manifest> {
    const manifests = (await this.keys(BUCKETS.backups, snapshotsPrefix(DEFAULT_ROOT))).filter((key) =>
      key.endsWith("/manifest.json"),
    );
    const id = snapshotId.parse(manifests.at(-1)?.split("/")[1]);
    return parseManifest((await this.object(manifestKey(DEFAULT_ROOT, id))).toString("utf8"), id);
  }

  /** The bare repository that GitHub serves. */
  sourceOf(name: string): string {
    return path.join(this.sandbox.dataDir, "github", `${name}.git`);
  }

  /** Adds a commit to a branch of the source, with a file of `bytes` that do not compress. */
  commit(name: string, branch = "refs/heads/main", bytes = 100): Promise<void> {
    return addCommit(this.sourceOf(name), branch, bytes);
  }

  token(app: keyof typeof APPS = "backup"): Promise<string> {
    return mintToken(this.urls.githubApi, this.sandbox.dataDir, APPS[app]);
  }

  /** What stock git sees of a repository over HTTP, one "oid name" a line. */
  async lsRemote(name: string): Promise<string[]> {
    const url = new URL(`${this.urls.github}/${name}.git`);
    url.username = "x-access-token";
    url.password = await this.token();
    return (await runGit(["ls-remote", url.toString()])).split("\n").filter(Boolean);
  }
}

function eventsIn(output: string): WorkerResult["events"] {
  return output.split("\n").flatMap((line) => (line.startsWith('{"time"') ? [JSON.parse(line)] : []));
}
