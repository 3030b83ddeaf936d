import { randomBytes } from "node:crypto";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { syncDirectory } from "@/sandbox/shared/atomic-file";
import { Replicator } from "../replication/replicator";
import { S3Error } from "../s3-error";
import { Bucket, type BucketContext } from "./bucket";
import { BucketFiles } from "./bucket-files";
import type { BucketSettings } from "./bucket-settings";
import { Sequence } from "./sequence";

export interface WorldOptions {
  /** The folder that holds one folder for each region. */
  root: string;
  regions: readonly string[];
  now: () => Date;
  log: (line: string) => void;
}

/** All buckets of all regions: their names are unique in the world, and replication finds its way between them. */
export class WorldStore {
  readonly replicator: Replicator;
  readonly now: () => Date;
  readonly log: (line: string) => void;
  private readonly root: string;
  private readonly sequence = new Sequence();
  private readonly buckets = new Map<string, Bucket>();
  private readonly beingMade = new Set<string>();

  private constructor(options: WorldOptions) {
    this.root = options.root;
    this.now = options.now;
    this.log = options.log;
    this.replicator = new Replicator({ findBucket: (name) => this.findBucket(name), now: this.now, log: this.log });
  }

  /** Opens what is there and takes up the replication that a restart had interrupted. */
  static async open(options: WorldOptions): Promise<WorldStore> {
    const world = new WorldStore(options);
    for (const region of options.regions) {
      const folder = path.join(options.root, region);
      await mkdir(folder, { recursive: true });
      for (const name of await readdir(folder)) await world.openBucket(folder, name);
    }
    for (const bucket of world.buckets.values()) {
      for (const version of bucket.allVersions()) {
        if (version.replication?.status === "PENDING") world.replicator.enqueue(bucket, version);
      }
    }
    return world;
  }

  findBucket(name: string): Bucket | undefined {
    return this.buckets.get(name);
  }

  /** In the order of their names. */
  listBuckets(): Bucket[] {
    return [...this.buckets.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async createBucket(settings: BucketSettings): Promise<Bucket> {
    const { name, region } = settings;
    if (this.buckets.has(name) || this.beingMade.has(name)) {
      throw new S3Error("BucketAlreadyOwnedByYou", { details: { BucketName: name } });
    }
    this.beingMade.add(name);
    try {
      const unfinished = path.join(this.root, region, unfinishedName(name));
      const finished = path.join(this.root, region, name);
      await new BucketFiles(unfinished).create(settings);
      await rename(unfinished, finished);
      await syncDirectory(path.dirname(finished));
      const bucket = new Bucket(new BucketFiles(finished), settings, this.context());
      this.buckets.set(name, bucket);
      return bucket;
    } finally {
      this.beingMade.delete(name);
    }
  }

  /** The caller has made sure that it is empty. */
  async deleteBucket(bucket: Bucket): Promise<void> {
    bucket.retire();
    this.buckets.delete(bucket.name);
    const removed = path.join(path.dirname(bucket.files.root), unfinishedName(bucket.name));
    await rename(bucket.files.root, removed);
    await rm(removed, { recursive: true });
  }

  private async openBucket(folder: string, name: string): Promise<void> {
    const root = path.join(folder, name);
    if (name.startsWith(UNFINISHED)) {
      this.log(`s3: removed ${root}: a bucket half made or half removed`);
      return rm(root, { recursive: true });
    }
    const files = new BucketFiles(root);
    const settings = await files.readSettings();
    if (!settings) return this.log(`s3: left ${root} alone: it holds no bucket.json, so it is no bucket`);
    const bucket = new Bucket(files, settings, this.context());
    await bucket.load();
    this.buckets.set(settings.name, bucket);
  }

  private context(): BucketContext {
    const { sequence, now, log } = this;
    return { sequence, now, log, onPending: (bucket, version) => this.replicator.enqueue(bucket, version) };
  }
}

/** No bucket's name begins with a dot. */
const UNFINISHED = ".unfinished-";

function unfinishedName(bucket: string): string {
  return `${UNFINISHED}${bucket}-${randomBytes(4).toString("hex")}`;
}
