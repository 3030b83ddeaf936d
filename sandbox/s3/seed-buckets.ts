import { createHash } from "node:crypto";
import { linkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createHasher } from "./checksums/checksum";
import { defaultEncryption } from "./operations/object-input";
import { BucketFiles } from "./store/bucket-files";
import { type BucketSettings, newBucketSettings } from "./store/bucket-settings";
import type { Replication, StoredObject } from "./store/version";

export interface SeededObject {
  key: string;
  body: string | Uint8Array;
  /** The past may be seeded too. */
  lastModified: Date;
  contentType?: string;
}

/** The same objects, in buckets of these names and regions: what is in the first was replicated to the others. */
export type SeededBuckets = readonly { name: string; region: string }[];

/**
 * Makes versioned buckets and fills them before a server is there: hundreds of thousands of objects, with any date, in
 * minutes. The bytes stand on the disk once, as hard links. Each key is written once. Nothing of it survives a power cut
 * before the disk has it; it can be made again.
 */
export class BucketSeeder {
  private readonly buckets: readonly { files: BucketFiles; settings: BucketSettings }[];
  /** Objects of each bucket so far. */
  count = 0;

  private constructor(buckets: BucketSeeder["buckets"]) {
    this.buckets = buckets;
  }

  /** @param dataDir as startS3 is given it */
  static async make(dataDir: string, buckets: SeededBuckets, now: Date): Promise<BucketSeeder> {
    const made = buckets.map(({ name, region }) => ({
      files: new BucketFiles(path.join(dataDir, "s3", region, name)),
      settings: { ...newBucketSettings(name, region, now), versioning: "Enabled" as const },
    }));
    for (const { files, settings } of made) await files.create(settings);
    return new BucketSeeder(made);
  }

  put({ key, body, lastModified, contentType }: SeededObject): StoredObject {
    const bytes = typeof body === "string" ? Buffer.from(body) : body;
    const hasher = createHasher("CRC32");
    hasher.update(bytes);
    return this.place((file) => writeFileSync(file, bytes, { flag: "wx" }), {
      key,
      lastModified: lastModified.toISOString(),
      size: bytes.length,
      etag: createHash("md5").update(bytes).digest("hex"),
      checksum: { algorithm: "CRC32", type: "FULL_OBJECT", value: hasher.digest() },
      headers: contentType ? { ContentType: contentType } : {},
    });
  }

  /** As S3 copies an object. */
  copy(from: StoredObject, key: string, lastModified: Date): StoredObject {
    const [source] = this.buckets;
    const [segment] = from.segments;
    const bytes = source && segment && source.files.dataFile(segment.file);
    if (!bytes) throw new Error(`there are no bytes of ${from.key} to copy`);
    const { size, etag, checksum, headers } = from;
    const copied = { key, lastModified: lastModified.toISOString(), size, etag, checksum, headers };
    return this.place((file) => linkSync(bytes, file), copied);
  }

  private place(
    write: (file: string) => void,
    facts: Pick<StoredObject, "key" | "lastModified" | "size" | "etag" | "checksum" | "headers">,
  ): StoredObject {
    const hash = createHash("sha256").update(facts.key).digest();
    const name = hash.toString("hex").slice(0, 32);
    let first: { file: string; version: StoredObject } | undefined;
    for (const { files, settings } of this.buckets) {
      const file = files.dataFile(name);
      if (first) linkSync(first.file, file);
      else write(file);
      const version: StoredObject = {
        ...facts,
        kind: "object",
        versionId: seededVersionId(facts.key),
        sequence: Date.parse(facts.lastModified) * 1000 + (this.count % 1000),
        segments: [{ file: name, size: facts.size }],
        metadata: {},
        tags: [],
        storageClass: "STANDARD",
        encryption: defaultEncryption(settings),
        replication: this.replicationOf(first === undefined),
      };
      writeFileSync(files.sidecar(version), JSON.stringify(version), { flag: "wx" });
      first ??= { file, version };
    }
    if (!first) throw new Error("there is no bucket to seed");
    this.count += 1;
    return first.version;
  }

  private replicationOf(source: boolean): Replication | undefined {
    if (!source) return { status: "REPLICA", targets: [] };
    const [, ...others] = this.buckets;
    if (others.length === 0) return undefined;
    const targets = others.map(({ settings }) => ({ bucket: settings.name, status: "COMPLETED" as const }));
    return { status: "COMPLETED", targets };
  }
}

/** Known before it is written, for a manifest names it: the same key has the same one each time. */
export function seededVersionId(key: string): string {
  return createHash("sha256").update(`version of ${key}`).digest("base64url").slice(0, 32).replaceAll("-", "_");
}
