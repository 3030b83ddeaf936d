export interface ReadOptions {
  versionId?: string;
  from?: number;
  bytes?: number;
  signal?: AbortSignal;
}

export interface PresignOptions {
  versionId?: string;
  expiresSeconds: number;
  fileName: string;
  person: string;
}

/** One bucket, as Holdfast needs it: read, list, add. There is no delete. */
export interface ObjectStore {
  readonly bucket: string;
  readonly region: string;

  /** Every current object below `prefix`, in key order; with `after`, only keys greater than it. */
  list(prefix: string, options?: { after?: string; signal?: AbortSignal }): AsyncIterable<ObjectSummary>;

  /** The "folders" directly below `prefix` (which ends in `/`), each ending in `/`, in order. */
  listFolders(prefix: string): Promise<string[]>;

  /** @throws AppError object-missing */
  head(key: string, versionId?: string): Promise<ObjectFacts>;

  /**
   * The object as a stream; ending early is the caller's right and frees the connection. With `from`, the bytes from that
   * one on (counted from 0), with `bytes` no more than so many; `sizeBytes` is the whole object's all the same.
   * @throws AppError object-missing
   */
  read(key: string, options?: ReadOptions): Promise<ObjectBody>;

  /**
   * The id of the newest version of `key`, also of one that was deleted: it lies under a delete marker then. Undefined where
   * no version is left, and on a bucket without versioning.
   */
  newestVersion(key: string): Promise<string | undefined>;

  /** The whole object. @throws AppError object-missing, object-too-large (over `maxBytes`, default 64 MiB) */
  readBytes(
    key: string,
    options?: { versionId?: string; maxBytes?: number },
  ): Promise<{ bytes: Uint8Array; etag: string; versionId?: string }>;

  /** The whole object as UTF-8 text. @throws AppError object-missing, object-too-large (over `maxBytes`, default 64 MiB) */
  readText(
    key: string,
    options?: { versionId?: string; maxBytes?: number },
  ): Promise<{ text: string; etag: string; versionId?: string }>;

  /**
   * Writes a small object in one piece; resolves when it is durable.
   * `absent`: only if no such key exists (object-exists otherwise). `etag`: only over that state (object-changed otherwise).
   */
  put(
    key: string,
    body: string | Uint8Array,
    options?: { onlyIf?: "absent" | { etag: string }; contentType?: string },
  ): Promise<Written>;

  /**
   * An address from which anybody who has it can read this one object for so long, and nothing else; a browser saves it as
   * `fileName`. Nothing is asked of the bucket: whether the object is there is not known by it. `person` is whom it is for.
   * @throws AppError aws-denied, aws-unreachable where another role has to be taken on for it
   */
  presign(key: string, options: PresignOptions): Promise<string>;

  /**
   * Copies an object inside the bucket, without its bytes passing through here. S3 takes one of more than 5 GiB in parts
   * only: `sizeBytes` has to be told then. Onto itself it makes a new version, which S3 replicates as any new one.
   * @throws AppError object-missing
   */
  copy(from: { key: string; versionId?: string; sizeBytes?: number }, to: string): Promise<Written>;

  /**
   * Streams an object of unknown size in bounded memory. When `source` throws, or `signal` aborts, no object appears and
   * the upload is aborted (or left to the bucket's lifecycle rule where aborting is not allowed).
   */
  upload(
    key: string,
    source: AsyncIterable<Uint8Array>,
    options?: { signal?: AbortSignal; contentType?: string },
  ): Promise<Written & { sizeBytes: number }>;
}

export interface ObjectSummary {
  key: string;
  sizeBytes: number;
  lastModified: string;
}

export interface Written {
  etag: string;
  /** Absent on a bucket without versioning. */
  versionId?: string;
}

export interface ObjectFacts extends Written {
  sizeBytes: number;
  lastModified: string;
  /** As S3 tells it: on the source PENDING, COMPLETED or FAILED; on the copy REPLICA. */
  replication?: "PENDING" | "COMPLETED" | "FAILED" | "REPLICA";
}

export interface ObjectBody extends ObjectFacts {
  body: AsyncIterable<Uint8Array>;
}
