import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { vi } from "vitest";
import { DEFAULT_ROOT, manifestKey, PROOF_LEDGER_KEY, proofRunKey, runRecordKey } from "@/lib/domain/bucket-keys";
import { newRunId, type RunId } from "@/lib/domain/ids";
import type { Manifest, ManifestEntry } from "@/lib/domain/manifest";
import { METRICS } from "@/lib/domain/metrics";
import { ledgerIndex, type Proof, type ProofLedger } from "@/lib/domain/proof";
import { type ProofRun, proofRun } from "@/lib/domain/proof-run";
import { proofLedger } from "@/lib/domain/proof-schema";
import type { RunRecord } from "@/lib/domain/run";
import { runRecord } from "@/lib/domain/run-schema";
import type { Side } from "@/lib/domain/snapshot";
import { BUCKETS, REGION, REPLICA_REGION } from "@/sandbox/names";
import { ROLE_PRINCIPALS } from "@/sandbox/roles";
import type { DemoRepository } from "@/sandbox/seed/demo-fleet";
import { ADMIN } from "@/sandbox/shared/principals";
import { metricValues } from "@/sandbox/testing/metric-values";
import { TestSandbox, type WorkerResult } from "@/sandbox/testing/test-sandbox";

export interface VerifyRun extends WorkerResult {
  id: RunId;
  record: RunRecord;
}

interface VerifyOptions {
  variables?: Record<string, string | undefined>;
  onStart?: (kill: (signal: NodeJS.Signals) => void, process: ChildProcess) => void;
}

/** Everything here runs as the verify task's role, not as an administrator. */
const PRINCIPAL = ROLE_PRINCIPALS.find((each) => each.name === "holdfast-verify-task");
/** A fresh snapshot is not excused from being in the replica; what fails for a passing reason is tried again at once. */
const IMPATIENT = { RETRY_PAUSE_MS: "20", REPLICA_TARGET_MINUTES: "0" };

const bucketOf = (side: Side) => (side === "primary" ? BUCKETS.backups : BUCKETS.replica);

/** Replication takes a moment. */
const inTime = (done: () => Promise<boolean>) => vi.waitUntil(done, { timeout: 20_000, interval: 50 });

/** A sandbox with backups in both buckets, and hands to spoil them. */
export class VerifyBench {
  readonly box: TestSandbox;
  readonly manifests: Manifest[] = [];
  private readonly clients: Record<Side, S3Client>;
  private made = 0;

  private constructor(box: TestSandbox) {
    this.box = box;
    const open = (endpoint: string, region: string) => new S3Client({ endpoint, region, credentials: ADMIN });
    this.clients = { primary: open(box.urls.s3, REGION), replica: open(box.urls.s3Replica, REPLICA_REGION) };
  }

  static async start(fleet: readonly DemoRepository[]): Promise<VerifyBench> {
    const bench = new VerifyBench(await TestSandbox.start(fleet));
    await bench.backup();
    return bench;
  }

  async stop(): Promise<void> {
    for (const client of Object.values(this.clients)) client.destroy();
    await this.box.stop();
  }

  /** One more snapshot, in both buckets unless the replica is not waited for. */
  async backup({ waitForReplica = true } = {}): Promise<Manifest> {
    const run = await this.box.worker(["backup"]);
    if (run.exitCode !== 0) throw new Error(`the backup failed: ${run.output}`);
    const manifest = await this.box.newestManifest();
    this.manifests.push(manifest);
    if (waitForReplica) await this.replicated(manifestKey(DEFAULT_ROOT, manifest.snapshot));
    return manifest;
  }

  get newest(): Manifest {
    const manifest = this.manifests.at(-1);
    if (!manifest) throw new Error("no backup was taken");
    return manifest;
  }

  entry(name: string, manifest = this.newest): ManifestEntry {
    const entry = manifest.repos.find(({ repo }) => repo === `acme/${name}`);
    if (!entry) throw new Error(`no ${name} in ${manifest.snapshot}`);
    return entry;
  }

  /** The key of a bundle of its chain; the last one by default. */
  bundle(name: string, index = -1): string {
    return this.entry(name).chain.at(index)?.s3_key ?? "";
  }

  async verify(args: string[], { variables, onStart }: VerifyOptions = {}): Promise<VerifyRun> {
    this.made += 1;
    const id = newRunId(new Date(), `v${String(this.made).padStart(5, "0")}`);
    const result = await this.box.worker(["verify", ...args], {
      principal: PRINCIPAL,
      variables: { ...IMPATIENT, RUN_ID: id, ...variables },
      onStart,
    });
    return { ...result, id, record: await this.record(id) };
  }

  async record(run: RunId): Promise<RunRecord> {
    return runRecord.parse(await this.json(runRecordKey(run)));
  }

  async evidence(run: RunId): Promise<ProofRun> {
    return proofRun.parse(await this.json(proofRunKey(run)));
  }

  async ledger(): Promise<ProofLedger> {
    return proofLedger.parse(await this.json(PROOF_LEDGER_KEY));
  }

  /** What the ledger has of one repository in one bucket, the newest first. */
  async proofs(name: string, side: Side): Promise<Proof[]> {
    const row = ledgerIndex(await this.ledger())(this.entry(name));
    return (row?.proofs ?? []).filter((each) => each.side === side);
  }

  /** CloudWatch tells values of one second apart no more: what comes now belongs to another one. */
  async nextSecond(): Promise<void> {
    await sleep(1000 - (Date.now() % 1000));
  }

  /** The newest value of the metric of failures. */
  async proofFailures(): Promise<number | undefined> {
    return (await metricValues(this.box.urls.aws, METRICS.proofFailures))[0];
  }

  async read(key: string, side: Side = "primary"): Promise<Buffer> {
    const answer = await this.clients[side].send(new GetObjectCommand({ Bucket: bucketOf(side), Key: key }));
    return Buffer.from((await answer.Body?.transformToByteArray()) ?? []);
  }

  /** A new version on top, as somebody with access could write it. S3 would copy it to the replica: that is waited for. */
  async overwrite(key: string, body: Buffer | string, side: Side = "primary"): Promise<void> {
    await this.write(key, body, side);
    if (side === "primary") await inTime(async () => (await this.read(key, "replica")).equals(Buffer.from(body)));
  }

  async write(key: string, body: Buffer | string, side: Side = "primary"): Promise<void> {
    await this.clients[side].send(new PutObjectCommand({ Bucket: bucketOf(side), Key: key, Body: body }));
  }

  async damageLedger(text: string): Promise<void> {
    const put = new PutObjectCommand({ Bucket: BUCKETS.records, Key: PROOF_LEDGER_KEY, Body: text });
    await this.clients.primary.send(put);
  }

  /** With a delete marker on top. */
  async hide(key: string, side: Side = "primary"): Promise<void> {
    await this.clients[side].send(new DeleteObjectCommand({ Bucket: bucketOf(side), Key: key }));
  }

  /** Without a trace, this version. */
  async erase(key: string, VersionId: string | undefined, side: Side = "primary"): Promise<void> {
    await this.clients[side].send(new DeleteObjectCommand({ Bucket: bucketOf(side), Key: key, VersionId }));
  }

  replication(change: { paused?: boolean }): Promise<unknown> {
    return fetch(`${this.box.urls.s3}/_sandbox/replication`, { method: "POST", body: JSON.stringify(change) });
  }

  async replicated(key: string): Promise<void> {
    await inTime(async () => (await this.box.replicaKeys()).includes(key));
  }

  private async json(key: string): Promise<unknown> {
    return JSON.parse((await this.box.object(key, BUCKETS.records)).toString("utf8"));
  }
}
