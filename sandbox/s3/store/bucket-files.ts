import { createHash, randomBytes } from "node:crypto";
import { createReadStream, existsSync, type ReadStream } from "node:fs";
import { mkdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { syncDirectory, writeFileDurably } from "@/sandbox/shared/atomic-file";
import type { BucketSettings } from "./bucket-settings";
import { DataFile } from "./data-file";
import { parseStored, stringifyStored } from "./stored-json";
import type { Part, Upload } from "./upload";
import type { Version } from "./version";

/**
 * Where a bucket stands on disk, and the only module that knows:
 *
 *     bucket.json                            settings
 *     data/<aa>/<id>.bin                     bytes of an object or of a part; never changed once named
 *     objects/<aa>/<key hash>.<version>.json one sidecar for each version; names its data files
 *     uploads/<upload id>.json               a multipart upload under way
 *     uploads/<upload id>.<part>.json        a part of it; names its data file
 *
 * Every write is durable when its promise resolves.
 */
export class BucketFiles {
  readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  /** Makes the folders of a new bucket. The settings, which make it a bucket, are written last. */
  async create(settings: BucketSettings): Promise<void> {
    for (const kind of SHARDED) {
      for (const shard of SHARDS) await mkdir(path.join(this.root, kind, shard), { recursive: true });
      await syncDirectory(path.join(this.root, kind));
    }
    await mkdir(path.join(this.root, UPLOADS));
    await this.writeSettings(settings);
    await syncDirectory(path.dirname(this.root));
  }

  /** Undefined when there is no bucket here. Settings that cannot be read throw: a bucket is never silently reset. */
  async readSettings(): Promise<BucketSettings | undefined> {
    if (!existsSync(this.settingsFile)) return undefined;
    return parseStored<BucketSettings>(await readFile(this.settingsFile, "utf8"));
  }

  async writeSettings(settings: BucketSettings): Promise<void> {
    await writeFileDurably(this.settingsFile, stringifyStored(settings));
  }

  async writeVersion(version: Version): Promise<void> {
    await writeFileDurably(this.sidecar(version), JSON.stringify(version));
  }

  async removeVersion(version: Version): Promise<void> {
    await removeDurably(this.sidecar(version));
  }

  async writeUpload(upload: Upload): Promise<void> {
    await writeFileDurably(path.join(this.root, UPLOADS, `${upload.id}.json`), JSON.stringify(upload));
  }

  async writePart(uploadId: string, part: Part): Promise<void> {
    await writeFileDurably(this.partFile(uploadId, part.number), JSON.stringify(part));
  }

  /** Forgets an upload: itself first, so that a crash in between leaves parts without one, which the next start sweeps. */
  async removeUpload(uploadId: string, partNumbers: Iterable<number>): Promise<void> {
    await removeDurably(path.join(this.root, UPLOADS, `${uploadId}.json`));
    for (const number of partNumbers) await rm(this.partFile(uploadId, number), { force: true });
  }

  /** A new data file to write to, and the name by which a sidecar is to call it. */
  async createData(): Promise<{ name: string; data: DataFile }> {
    const name = randomBytes(16).toString("hex");
    return { name, data: await DataFile.create(this.dataFile(name)) };
  }

  readData(name: string, range?: { start: number; end: number }): ReadStream {
    return createReadStream(this.dataFile(name), { ...range, highWaterMark: READ_CHUNK });
  }

  async removeData(names: Iterable<string>): Promise<void> {
    for (const name of names) await rm(this.dataFile(name), { force: true });
  }

  /** Where the bytes called `name` stand; for tests that tamper with them. */
  dataFile(name: string): string {
    return path.join(this.root, DATA, name.slice(0, 2), `${name}${DATA_SUFFIX}`);
  }

  /** Where a version's sidecar stands; for what is seeded before a server is there. */
  sidecar({ key, versionId }: Pick<Version, "key" | "versionId">): string {
    const hash = createHash("sha256").update(key).digest("hex").slice(0, 40);
    return path.join(this.root, OBJECTS, hash.slice(0, 2), `${hash}.${versionId}.json`);
  }

  private get settingsFile(): string {
    return path.join(this.root, "bucket.json");
  }

  private partFile(uploadId: string, number: number): string {
    return path.join(this.root, UPLOADS, `${uploadId}.${number}.json`);
  }
}

export const DATA = "data";
export const OBJECTS = "objects";
export const UPLOADS = "uploads";
export const DATA_SUFFIX = ".bin";
const SHARDED = [DATA, OBJECTS];
const SHARDS = Array.from({ length: 256 }, (_, shard) => shard.toString(16).padStart(2, "0"));
const READ_CHUNK = 256 * 1024;

async function removeDurably(file: string): Promise<void> {
  await rm(file, { force: true });
  await syncDirectory(path.dirname(file));
}
