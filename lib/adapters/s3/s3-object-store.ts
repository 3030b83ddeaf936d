import { setTimeout as sleep } from "node:timers/promises";
import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { attachment } from "@/lib/domain/download";
import { AppError, hasCode } from "@/lib/domain/errors";
import type { DownloadCredentials } from "@/lib/ports/download-credentials";
import type {
  ObjectBody,
  ObjectFacts,
  ObjectStore,
  ObjectSummary,
  PresignOptions,
  ReadOptions,
  Written,
} from "@/lib/ports/object-store";
import { bytesOf } from "./bytes-of";
import { type CopyLimits, type CopySource, copyObject, S3_COPY_LIMITS } from "./copy-object";
import { PartBudget } from "./part-budget";
import { pauseAfter, type S3Retry, s3RetryStrategy } from "./retry-strategy";
import { isConditionFailure, isEmptyRange, s3Error } from "./s3-errors";
import { leavePayloadsUnsigned } from "./unsigned-payload";
import { uploadStream } from "./upload-stream";

export interface S3Location {
  bucket: string;
  region: string;
  /** Only where it is not AWS's own. */
  endpoint?: string;
  /** A connection on which nothing moves for so long is given up, and the request made again on another. */
  idleTimeoutMs?: number;
  /** How often a call is made in all; a run has more patience than a page. */
  attempts?: number;
  /** Before a call is first made again; each further pause is twice as long. */
  firstPauseMs?: number;
  /** From which size on an object is copied in parts; S3's own limits when missing. */
  copyLimits?: CopyLimits;
  /** What addresses are signed with; missing: the process's own role. */
  downloads?: DownloadCredentials;
  /** Told of each call that is made again. */
  onRetry?: (retry: S3Retry) => void;
}

/** Manifests of ten thousand repositories are some 10 MB; what is far larger is not one of our texts. */
const MAX_TEXT_BYTES = 64 * 1024 * 1024;

/** For the parts of all uploads of a process together: with Node itself and the packs in passing this stays below 300 MB. */
const PART_BUDGET_BYTES = 96 * 1024 * 1024;

/**
 * The SDK by itself waits for ever. S3 is never silent for this long: while it works on a copy or a completion it sends
 * white space. What is being sent counts as movement, so a large part on a thin line is no silence.
 */
const IDLE_TIMEOUT_MS = 120_000;

const CONNECTION_TIMEOUT_MS = 10_000;

/** Somebody who looks at a page waits for this many; see `attempts`. */
const ATTEMPTS = 4;

export class S3ObjectStore implements ObjectStore {
  readonly bucket: string;
  readonly region: string;
  private readonly location: S3Location;
  private readonly client: S3Client;
  private readonly budget = new PartBudget(PART_BUDGET_BYTES);

  constructor(location: S3Location) {
    this.location = location;
    this.bucket = location.bucket;
    this.region = location.region;
    this.client = leavePayloadsUnsigned(
      new S3Client({
        region: location.region,
        endpoint: location.endpoint,
        retryStrategy: s3RetryStrategy(location.attempts ?? ATTEMPTS, location.onRetry, location.firstPauseMs),
        requestHandler: {
          connectionTimeout: CONNECTION_TIMEOUT_MS,
          socketTimeout: location.idleTimeoutMs ?? IDLE_TIMEOUT_MS,
        },
      }),
    );
  }

  async *list(prefix: string, options: { after?: string; signal?: AbortSignal } = {}): AsyncIterable<ObjectSummary> {
    let token: string | undefined;
    do {
      const page = await this.listPage(
        { Prefix: prefix, StartAfter: options.after, ContinuationToken: token },
        options.signal,
      );
      for (const each of page.Contents ?? []) {
        yield {
          key: each.Key ?? "",
          sizeBytes: each.Size ?? 0,
          lastModified: (each.LastModified ?? new Date(0)).toISOString(),
        };
      }
      token = this.nextPage(page.NextContinuationToken, token);
    } while (token);
  }

  async listFolders(prefix: string): Promise<string[]> {
    const folders: string[] = [];
    let token: string | undefined;
    do {
      const page = await this.listPage({ Prefix: prefix, Delimiter: "/", ContinuationToken: token });
      for (const each of page.CommonPrefixes ?? []) if (each.Prefix) folders.push(each.Prefix);
      token = this.nextPage(page.NextContinuationToken, token);
    } while (token);
    return folders;
  }

  async head(key: string, versionId?: string): Promise<ObjectFacts> {
    const command = new HeadObjectCommand({ Bucket: this.bucket, Key: key, VersionId: versionId });
    return facts(await this.attempt(this.client.send(command), key, "s3:GetObject"));
  }

  async read(key: string, options: ReadOptions = {}): Promise<ObjectBody> {
    const { versionId, from = 0, bytes, signal } = options;
    const Range = from > 0 || bytes ? `bytes=${from}-${bytes ? from + bytes - 1 : ""}` : undefined;
    const command = new GetObjectCommand({ Bucket: this.bucket, Key: key, VersionId: versionId, Range });
    try {
      const answer = await this.client.send(command, { abortSignal: signal });
      return { ...facts(answer), body: this.body(answer, key) };
    } catch (cause) {
      // Of an object without bytes S3 gives no part, not even the first.
      if (from === 0 && isEmptyRange(cause)) return { ...(await this.head(key, versionId)), body: nothing() };
      throw s3Error(cause, this.bucket, key, "s3:GetObject");
    }
  }

  async newestVersion(key: string): Promise<string | undefined> {
    let marker: { KeyMarker?: string; VersionIdMarker?: string } = {};
    for (;;) {
      const command = new ListObjectVersionsCommand({ Bucket: this.bucket, Prefix: key, ...marker });
      const page = await this.attempt(this.client.send(command), key, "s3:ListBucketVersions");
      // Newest first; the keys that only begin like this one come behind it.
      const found = page.Versions?.find((each) => each.Key === key);
      // An object from before versioning was switched on has the id "null", which can be read like any other.
      if (found) return found.VersionId;
      const last = page.DeleteMarkers?.at(-1)?.Key ?? key;
      if (!page.IsTruncated || (page.Versions?.length ?? 0) > 0 || last !== key) return undefined;
      marker = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
    }
  }

  async readText(
    key: string,
    options: { versionId?: string; maxBytes?: number } = {},
  ): Promise<{ text: string; etag: string; versionId?: string }> {
    const { bytes, ...facts } = await this.readBytes(key, options);
    return { text: bytes.toString("utf8"), ...facts };
  }

  async readBytes(
    key: string,
    options: { versionId?: string; maxBytes?: number } = {},
  ): Promise<{ bytes: Buffer; etag: string; versionId?: string }> {
    const { attempts = ATTEMPTS, onRetry, firstPauseMs } = this.location;
    for (let attempt = 1; ; attempt++) {
      const { body, etag, versionId, sizeBytes: expected } = await this.read(key, options);
      try {
        const limit = options.maxBytes ?? MAX_TEXT_BYTES;
        return { bytes: await bytesOf(body, key, { limit, expected }), etag, versionId };
      } catch (error) {
        // The SDK makes a request again, but not one whose answer breaks off.
        if (!hasCode(error, "storage-unreachable") || attempt >= attempts) throw error;
        const pauseMs = pauseAfter(attempt, Math.random(), firstPauseMs);
        onRetry?.({ detail: error.message, attempt, pauseMs });
        await sleep(pauseMs);
      }
    }
  }

  async put(
    key: string,
    body: string | Uint8Array,
    options: { onlyIf?: "absent" | { etag: string }; contentType?: string } = {},
  ): Promise<Written> {
    const { onlyIf } = options;
    const condition = onlyIf === "absent" ? { IfNoneMatch: "*" } : onlyIf ? { IfMatch: onlyIf.etag } : {};
    const command = new PutObjectCommand({
      Bucket: this.bucket,
      Key: key,
      Body: body,
      ContentType: options.contentType,
      ...condition,
    });
    try {
      const answer = await this.client.send(command);
      return { etag: answer.ETag ?? "", versionId: answer.VersionId };
    } catch (cause) {
      if (!isConditionFailure(cause)) throw s3Error(cause, this.bucket, key, "s3:PutObject");
      throw new AppError(
        onlyIf === "absent" ? "object-exists" : "object-changed",
        { key, bucket: this.bucket },
        { cause },
      );
    }
  }

  upload(
    key: string,
    source: AsyncIterable<Uint8Array>,
    options: { signal?: AbortSignal; contentType?: string } = {},
  ): Promise<Written & { sizeBytes: number }> {
    return uploadStream(this.client, { bucket: this.bucket, key, ...options }, source, this.budget);
  }

  async presign(key: string, { versionId, expiresSeconds, fileName, person }: PresignOptions): Promise<string> {
    const command = new GetObjectCommand({
      Bucket: this.bucket,
      Key: key,
      VersionId: versionId,
      // A quote or a line break would end the header's value; nothing of a name is lost that a file system keeps.
      ResponseContentDisposition: attachment(fileName),
      ResponseContentType: "application/octet-stream",
    });
    const { bucket, region, location } = this;
    const credentials = await location.downloads?.credentialsFor({ bucket, key, person });
    const signer = credentials ? new S3Client({ region, endpoint: location.endpoint, credentials }) : this.client;
    try {
      return await getSignedUrl(signer, command, { expiresIn: expiresSeconds });
    } catch (cause) {
      throw s3Error(cause, this.bucket, key, "s3:GetObject");
    }
  }

  copy(from: CopySource, to: string): Promise<Written> {
    const copied = copyObject(this.client, this.bucket, from, to, this.location.copyLimits ?? S3_COPY_LIMITS);
    return this.attempt(copied, from.key, "s3:GetObject and s3:PutObject");
  }

  private async listPage(
    input: { Prefix: string; Delimiter?: string; StartAfter?: string; ContinuationToken?: string },
    signal?: AbortSignal,
  ) {
    const command = new ListObjectsV2Command({ Bucket: this.bucket, ...input });
    return this.attempt(this.client.send(command, { abortSignal: signal }), input.Prefix, "s3:ListBucket");
  }

  /** A list that leads back to the page it came from would go on for ever. @throws AppError storage-unreachable */
  private nextPage(next: string | undefined, before: string | undefined): string | undefined {
    if (next === undefined || next !== before) return next;
    throw new AppError("storage-unreachable", {
      bucket: this.bucket,
      detail: "a list leads back to the page it came from",
    });
  }

  private async attempt<T>(call: Promise<T>, key: string, action: string): Promise<T> {
    try {
      return await call;
    } catch (cause) {
      throw s3Error(cause, this.bucket, key, action);
    }
  }

  private async *body(answer: GetObjectCommandOutput, key: string): AsyncGenerator<Uint8Array> {
    try {
      if (answer.Body) yield* answer.Body as AsyncIterable<Uint8Array>;
    } catch (cause) {
      throw s3Error(cause, this.bucket, key, "s3:GetObject");
    }
  }
}

async function* nothing(): AsyncIterable<Uint8Array> {}

function facts(answer: {
  ETag?: string;
  VersionId?: string;
  ContentLength?: number;
  ContentRange?: string;
  LastModified?: Date;
  ReplicationStatus?: string;
}): ObjectFacts {
  return {
    etag: answer.ETag ?? "",
    versionId: answer.VersionId,
    // Of a part of an object: `bytes 5-9/10`.
    sizeBytes: Number(answer.ContentRange?.split("/")[1] ?? answer.ContentLength ?? 0),
    lastModified: (answer.LastModified ?? new Date(0)).toISOString(),
    replication: (answer.ReplicationStatus === "COMPLETE"
      ? "COMPLETED"
      : answer.ReplicationStatus) as ObjectFacts["replication"],
  };
}
