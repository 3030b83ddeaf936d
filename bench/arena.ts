// A sandbox as a process of its own, with a fleet made for the case; reference and worker meet it on equal terms, each
// with a bucket of its own.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { type SandboxUrls, shellVariables } from "@/sandbox/environment";
import { mintToken } from "@/sandbox/mint-token";
import { APPS, ORGANISATION, REGION } from "@/sandbox/names";
import { ADMIN } from "@/sandbox/shared/principals";
import { cpuOfTree } from "./measure";
import { keepOpen } from "./open-things";

export class Arena {
  readonly urls: SandboxUrls;
  readonly scratch: string;
  private readonly directory: string;
  private readonly s3: S3Client;
  private readonly process: ChildProcess;

  private constructor(urls: SandboxUrls, directory: string, process: ChildProcess) {
    this.urls = urls;
    this.directory = directory;
    this.process = process;
    this.s3 = new S3Client({ endpoint: urls.s3, region: REGION, credentials: ADMIN });
    this.scratch = path.join(directory, "scratch");
  }

  /**
   * `prepare` writes bare repositories into the organisation's directory, or what else is to be in the data directory two
   * above it. `below` is where it all stands: hard links reach no other disk.
   */
  static async open(prepare: (organisation: string) => Promise<void>, below = tmpdir()): Promise<Arena> {
    const directory = await mkdtemp(path.join(below, "holdfast-bench-"));
    const data = path.join(directory, "data");
    await mkdir(path.join(data, "github", ORGANISATION), { recursive: true });
    await mkdir(path.join(directory, "scratch"));
    await prepare(path.join(data, "github", ORGANISATION));
    const ports = ["--github-port", "0", "--s3-port", "0", "--replica-port", "0", "--aws-port", "0"];
    const child = spawn(
      process.execPath,
      ["--import", "tsx", "sandbox/main.ts", "--data", data, "--no-fleet", ...ports],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    await new Promise<void>((resolve, reject) => {
      child.stdout?.on("data", (chunk) => String(chunk).includes("Ctrl-C") && resolve());
      child.once("exit", (code) => reject(new Error(`the sandbox ended with ${code}`)));
    });
    const { urls } = JSON.parse(await readFile(path.join(data, "running.json"), "utf8"));
    return new Arena(urls, directory, child);
  }

  repository(name: string): string {
    return path.join(this.directory, "data", "github", ORGANISATION, `${name}.git`);
  }

  /** Makes an empty versioned bucket and returns the variables of a client that uses it. */
  async client(bucket: string): Promise<Record<string, string>> {
    await this.s3.send(new CreateBucketCommand({ Bucket: bucket }));
    await this.s3.send(
      new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: "Enabled" } }),
    );
    return { ...this.variables, S3_BUCKET: bucket };
  }

  /** Of a client that uses the buckets of the deployment. */
  get variables(): Record<string, string> {
    const { scratch } = this;
    const own = { PATH: process.env.PATH ?? "", HOME: scratch, BENCH_SCRATCH: scratch, TMPDIR: scratch };
    return { ...own, ...shellVariables(this.urls) };
  }

  /** An installation token of an App, as the worker gets one. */
  token(app: (typeof APPS)[keyof typeof APPS] = APPS.backup): Promise<string> {
    return mintToken(this.urls.githubApi, path.join(this.directory, "data"), app);
  }

  /** Makes an empty private repository. */
  async create(name: string): Promise<void> {
    const answer = await fetch(`${this.urls.githubApi}/orgs/${ORGANISATION}/repos`, {
      method: "POST",
      headers: { authorization: `Bearer ${await this.token(APPS.restore)}` },
      body: JSON.stringify({ name, private: true }),
    });
    if (!answer.ok) throw new Error(`${name} was not made: ${await answer.text()}`);
  }

  /** CPU seconds of the sandbox's servers so far, git included. */
  serverCpu(): number {
    return cpuOfTree(this.process.pid ?? 0);
  }

  /** A path beside what is measured. */
  beside(name: string): string {
    return path.join(this.directory, name);
  }

  /** Bytes of bundles in a bucket. */
  async bundleBytes(bucket: string): Promise<number> {
    const bundles = (await this.stored(bucket)).filter(({ key }) => key.endsWith(".bundle"));
    return bundles.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Everything in a bucket, earlier versions too. */
  async stored(bucket: string): Promise<{ key: string; bytes: number }[]> {
    const found: { key: string; bytes: number }[] = [];
    let marker: { KeyMarker?: string; VersionIdMarker?: string } = {};
    for (;;) {
      const page = await this.s3.send(new ListObjectVersionsCommand({ Bucket: bucket, ...marker }));
      for (const { Key = "", Size = 0 } of page.Versions ?? []) found.push({ key: Key, bytes: Size });
      if (!page.IsTruncated) return found;
      marker = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
    }
  }

  async read(bucket: string, key: string): Promise<AsyncIterable<Buffer>> {
    const { Body } = await this.s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return Body as unknown as AsyncIterable<Buffer>;
  }

  /** Adds so many milliseconds before each request to GitHub is handled, REST and git alike; 0 takes it away. */
  async latency(ms: number): Promise<void> {
    await fetch(`${this.urls.github}/_sandbox/faults`, { method: "DELETE" });
    if (ms === 0) return;
    await fetch(`${this.urls.github}/_sandbox/faults`, {
      method: "POST",
      body: JSON.stringify({ match: {}, action: { kind: "delay", ms }, times: 0 }),
    });
  }

  readonly close = keepOpen(async () => {
    const running = this.process.exitCode === null && this.process.signalCode === null;
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.s3.destroy();
    this.process.kill("SIGTERM");
    if (running) await Promise.race([ended, sleep(10_000)]);
    await rm(this.directory, { recursive: true, force: true });
  });
}
