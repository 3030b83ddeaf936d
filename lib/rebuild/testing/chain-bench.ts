// Chains of bundles in two buckets of two regions, and what can go wrong with either.
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CreateBucketCommand, DeleteObjectCommand, PutBucketVersioningCommand, S3Client } from "@aws-sdk/client-s3";
import { expect } from "vitest";
import { S3ObjectStore } from "@/lib/adapters/s3/s3-object-store";
import { repositoryName } from "@/lib/domain/ids-schema";
import type { PlanLink, RepositoryPlan } from "@/lib/domain/restore-plan";
import type { Side } from "@/lib/domain/snapshot";
import { backupsIn } from "@/lib/operations/read-manifest";
import { startS3 } from "@/sandbox/s3/start-s3";
import { ADMIN, Principals } from "@/sandbox/shared/principals";
import type { BundleSource } from "../bundle-source";
import { EitherSide } from "../either-side";
import { type FetchedBundle, fetchChain } from "../fetch-chain";

const PLACES = {
  primary: { region: "us-east-1", bucket: "backups" },
  replica: { region: "eu-west-1", bucket: "backups-replica" },
} as const;
const SIDES = ["primary", "replica"] as const;

export interface Written {
  item: RepositoryPlan;
  contents: Buffer[];
  keys: string[];
}

export interface Outcome {
  bundles: FetchedBundle[];
  notices: string[];
  /** What onBytes was told in all. */
  bytes: number;
}

export class ChainBench {
  readonly stores: Record<Side, S3ObjectStore>;
  private readonly server: Awaited<ReturnType<typeof startS3>>;
  private readonly dataDir: string;
  private count = 0;

  private constructor(server: Awaited<ReturnType<typeof startS3>>, dataDir: string) {
    this.server = server;
    this.dataDir = dataDir;
    const open = (side: Side) =>
      new S3ObjectStore({
        ...{ ...PLACES[side], endpoint: this.url(side), attempts: 2 },
        ...{ firstPauseMs: 5, idleTimeoutMs: 500 },
      });
    this.stores = { primary: open("primary"), replica: open("replica") };
  }

  static async start(): Promise<ChainBench> {
    process.env.AWS_ACCESS_KEY_ID = ADMIN.accessKeyId;
    process.env.AWS_SECRET_ACCESS_KEY = ADMIN.secretAccessKey;
    const dataDir = await mkdtemp(path.join(tmpdir(), "holdfast-fetch-"));
    const regions = SIDES.map((side) => ({ name: PLACES[side].region, port: 0 }));
    const server = await startS3({ dataDir, principals: await Principals.open(dataDir), regions });
    const bench = new ChainBench(server, dataDir);
    for (const side of SIDES) {
      const Bucket = PLACES[side].bucket;
      await bench.ask(side, async (client) => {
        await client.send(new CreateBucketCommand({ Bucket }));
        await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
      });
    }
    return bench;
  }

  async stop(): Promise<void> {
    await this.server.close();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  fault(side: Side, rule: object): Promise<unknown> {
    return fetch(`${this.url(side)}/_sandbox/faults`, { method: "POST", body: JSON.stringify(rule) });
  }

  async hits(side: Side, id: string): Promise<number> {
    const answer = await fetch(`${this.url(side)}/_sandbox/faults`);
    const { faults } = (await answer.json()) as { faults: { id: string; hits: number }[] };
    return faults.find((each) => each.id === id)?.hits ?? -1;
  }

  async clearFaults(): Promise<void> {
    for (const side of SIDES) await fetch(`${this.url(side)}/_sandbox/faults`, { method: "DELETE" });
  }

  /** A chain of bundles of these sizes in both buckets, under keys of its own. Any bytes will do: nobody unpacks them here. */
  async chainOf(...sizes: number[]): Promise<Written> {
    this.count += 1;
    const contents = sizes.map((size) => randomBytes(size));
    const chain: PlanLink[] = [];
    for (const [index, bytes] of contents.entries()) {
      const key = `github-backup/2026-01-0${index + 1}/acme/r${this.count}.bundle`;
      await this.stores.replica.put(key, bytes);
      const { versionId } = await this.stores.primary.put(key, bytes);
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      chain.push({ key, versionId, kind: index === 0 ? "full" : "incremental", sizeBytes: bytes.length, sha256 });
    }
    const totalBytes = sizes.reduce((sum, size) => sum + size, 0);
    const repository = repositoryName.parse(`acme/r${this.count}`);
    const item: RepositoryPlan = { repository, chain, totalBytes, objectFormat: "sha1", archived: false };
    return { item, contents, keys: chain.map((link) => link.key) };
  }

  both(): BundleSource {
    const { primary, replica } = this.stores;
    return new EitherSide({ primary: backupsIn(primary), replica: backupsIn(replica) }, "primary");
  }

  alone(): BundleSource {
    return new EitherSide({ primary: backupsIn(this.stores.primary) }, "primary");
  }

  /** Fetches the chain, and sees that the files are what was written. */
  async fetchAll(
    { item, contents }: Written,
    source = this.both(),
    signal = new AbortController().signal,
  ): Promise<Outcome> {
    const directory = await mkdtemp(path.join(this.dataDir, "scratch-"));
    const outcome: Outcome = { bundles: [], notices: [], bytes: 0 };
    outcome.bundles = await fetchChain(source, item, directory, {
      signal,
      firstPauseMs: 1,
      onBytes: (more) => {
        outcome.bytes += more;
      },
      onNotice: (text) => outcome.notices.push(text),
    });
    for (const [index, { file }] of outcome.bundles.entries())
      expect((await readFile(file)).equals(contents[index] as Buffer), file).toBe(true);
    expect(outcome.bytes).toBe(item.totalBytes);
    return outcome;
  }

  /** Without a trace: as lifecycle rules do it in the end. */
  async erase(key: string, side: Side = "primary"): Promise<void> {
    const VersionId = await this.stores[side].newestVersion(key);
    const Bucket = PLACES[side].bucket;
    await this.ask(side, (client) => client.send(new DeleteObjectCommand({ Bucket, Key: key, VersionId })));
  }

  /** As a person does it: a delete marker lies on top. */
  async hide(key: string): Promise<void> {
    const Bucket = PLACES.primary.bucket;
    await this.ask("primary", (client) => client.send(new DeleteObjectCommand({ Bucket, Key: key })));
  }

  private url(side: Side): string {
    return this.server.regions.get(PLACES[side].region)?.url ?? "";
  }

  private async ask(side: Side, work: (client: S3Client) => Promise<unknown>): Promise<void> {
    const client = new S3Client({ endpoint: this.url(side), region: PLACES[side].region, credentials: ADMIN });
    await work(client);
    client.destroy();
  }
}

/** The links as a manifest of format 1 has them. */
export const formatOne = (item: RepositoryPlan): RepositoryPlan => ({
  ...item,
  chain: item.chain.map((link) => ({ ...link, versionId: undefined, sha256: undefined })),
});
