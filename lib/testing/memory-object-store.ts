import { createHash } from "node:crypto";
import { AppError } from "@/lib/domain/errors";
import type {
  ObjectBody,
  ObjectFacts,
  ObjectStore,
  ObjectSummary,
  PresignOptions,
  ReadOptions,
  Written,
} from "@/lib/ports/object-store";

interface StoredObject {
  bytes: Uint8Array;
  facts: ObjectFacts;
}

/** A bucket in memory for tests; it keeps the same contract as the S3 adapter (object-store.contract-suite). */
export class MemoryObjectStore implements ObjectStore {
  readonly bucket: string;
  readonly region = "memory-1";
  /** Set to make every call fail, as an unreachable bucket does. */
  failure: AppError | undefined;
  private readonly objects = new Map<string, StoredObject[]>();
  /** Keys with a delete marker on top. */
  private readonly hidden = new Set<string>();
  private written = 0;

  constructor(bucket = "memory") {
    this.bucket = bucket;
  }

  async *list(prefix: string, options: { after?: string; signal?: AbortSignal } = {}): AsyncIterable<ObjectSummary> {
    this.check();
    const { after = "" } = options;
    for (const key of this.keys(prefix)) {
      options.signal?.throwIfAborted();
      const facts = this.newest(key).facts;
      if (key > after) yield { key, sizeBytes: facts.sizeBytes, lastModified: facts.lastModified };
    }
  }

  async listFolders(prefix: string): Promise<string[]> {
    this.check();
    const inside = this.keys(prefix).filter((key) => key.slice(prefix.length).includes("/"));
    return [...new Set(inside.map((key) => key.slice(0, key.indexOf("/", prefix.length) + 1)))];
  }

  async head(key: string, versionId?: string): Promise<ObjectFacts> {
    this.check();
    return this.find(key, versionId).facts;
  }

  async read(key: string, options: ReadOptions = {}): Promise<ObjectBody> {
    this.check();
    const { bytes, facts } = this.find(key, options.versionId);
    async function* body() {
      options.signal?.throwIfAborted();
      const from = options.from ?? 0;
      yield bytes.subarray(from, options.bytes === undefined ? undefined : from + options.bytes);
    }
    return { ...facts, body: body() };
  }

  async newestVersion(key: string): Promise<string | undefined> {
    this.check();
    return this.objects.get(key)?.at(-1)?.facts.versionId;
  }

  /** Lays a delete marker on top, as a deletion without a version does. */
  hide(key: string): void {
    this.hidden.add(key);
  }

  async readText(key: string, options: { versionId?: string; maxBytes?: number } = {}) {
    const { bytes, ...facts } = await this.readBytes(key, options);
    return { text: new TextDecoder().decode(bytes), ...facts };
  }

  async readBytes(key: string, options: { versionId?: string; maxBytes?: number } = {}) {
    this.check();
    const { bytes, facts } = this.find(key, options.versionId);
    const limit = options.maxBytes ?? 64 * 1024 * 1024;
    if (bytes.length > limit) throw new AppError("object-too-large", { key, limit });
    return { bytes, etag: facts.etag, versionId: facts.versionId };
  }

  async put(
    key: string,
    body: string | Uint8Array,
    options: { onlyIf?: "absent" | { etag: string } } = {},
  ): Promise<Written> {
    this.check();
    const { onlyIf } = options;
    const now = this.hidden.has(key) ? undefined : this.objects.get(key)?.at(-1);
    if (onlyIf === "absent" && now) throw new AppError("object-exists", { key, bucket: this.bucket });
    if (typeof onlyIf === "object" && now?.facts.etag !== onlyIf.etag)
      throw new AppError("object-changed", { key, bucket: this.bucket });
    return this.store(key, typeof body === "string" ? new TextEncoder().encode(body) : body);
  }

  async presign(key: string, { versionId, expiresSeconds, fileName, person }: PresignOptions): Promise<string> {
    this.check();
    const query = new URLSearchParams({
      expires: String(expiresSeconds),
      fileName,
      person,
      ...(versionId && { versionId }),
    });
    return `memory://${this.bucket}/${key}?${query}`;
  }

  async copy(from: { key: string; versionId?: string }, to: string): Promise<Written> {
    this.check();
    return this.store(to, this.find(from.key, from.versionId).bytes);
  }

  async upload(
    key: string,
    source: AsyncIterable<Uint8Array>,
    options: { signal?: AbortSignal } = {},
  ): Promise<Written & { sizeBytes: number }> {
    this.check();
    const chunks: Uint8Array[] = [];
    for await (const chunk of source) {
      options.signal?.throwIfAborted();
      chunks.push(chunk);
    }
    options.signal?.throwIfAborted();
    const bytes = Buffer.concat(chunks);
    return { ...this.store(key, bytes), sizeBytes: bytes.length };
  }

  private store(key: string, bytes: Uint8Array): Written {
    this.written += 1;
    const facts: ObjectFacts = {
      etag: `"${createHash("md5").update(bytes).digest("hex")}"`,
      versionId: `version-${this.written}`,
      sizeBytes: bytes.length,
      lastModified: new Date().toISOString(),
    };
    this.hidden.delete(key);
    this.objects.set(key, [...(this.objects.get(key) ?? []), { bytes, facts }]);
    return { etag: facts.etag, versionId: facts.versionId };
  }

  private find(key: string, versionId?: string): StoredObject {
    const versions = this.objects.get(key) ?? [];
    const newest = this.hidden.has(key) ? undefined : versions.at(-1);
    const found = versionId ? versions.find(({ facts }) => facts.versionId === versionId) : newest;
    if (!found) throw new AppError("object-missing", { key, bucket: this.bucket });
    return found;
  }

  private newest(key: string): StoredObject {
    return this.find(key);
  }

  private keys(prefix: string): string[] {
    return [...this.objects.keys()].filter((key) => key.startsWith(prefix) && !this.hidden.has(key)).sort();
  }

  private check(): void {
    if (this.failure) throw this.failure;
  }
}
