import {
  CopyObjectCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { AppError } from "@/lib/domain/errors";
import type { ObjectBody, ObjectFacts, ObjectStore, ObjectSummary, Written } from "@/lib/ports/object-store";
import { PartBudget } from "./part-budget";
import { isConditionFailure, s3Error } from "./s3-errors";
import { uploadStream } from "./upload-stream";

export interface S3Location {
  bucket: string;
  region: string;
  /** Only where it is not AWS's own. */
  endpoint?: string;
}

/** Manifests of ten thousand repositories are some 10 MB; what is far larger is not one of our texts. */
const MAX_TEXT_BYTES = 64 * 1024 * 1024;

/** For the parts of all uploads of a process together: with Node itself and the packs in passing this stays below 300 MB. */
const PART_BUDGET_BYTES = 96 * 1024 * 1024;

/** Standard retries with back-off cover throttling (503 SlowDown) and lost connections. */
const ATTEMPTS = 5;

export class S3ObjectStore implements ObjectStore {
  readonly bucket: string;
  readonly region: string;
  private readonly client: S3Client;
  private readonly budget = new PartBudget(PART_BUDGET_BYTES);

  constructor(location: S3Location) {
    this.bucket = location.bucket;
    this.region = location.region;
    this.client = new S3Client({ region: location.region, endpoint: location.endpoint, maxAttempts: ATTEMPTS });
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
      token = page.NextContinuationToken;
    } while (token);
  }

  async listFolders(prefix: string): Promise<string[]> {
    const folders: string[] = [];
    let token: string | undefined;
    do {
      const page = await this.listPage({ Prefix: prefix, Delimiter: "/", ContinuationToken: token });
      for (const each of page.CommonPrefixes ?? []) if (each.Prefix) folders.push(each.Prefix);
      token = page.NextContinuationToken;
    } while (token);
    return folders;
  }

  async head(key: string, versionId?: string): Promise<ObjectFacts> {
    const command = new HeadObjectCommand({ Bucket: this.bucket, Key: key, VersionId: versionId });
    return facts(await this.attempt(this.client.send(command), key, "s3:GetObject"));
  }

  async read(key: string, options: { versionId?: string; signal?: AbortSignal } = {}): Promise<ObjectBody> {
    const command = new GetObjectCommand({ Bucket: this.bucket, Key: key, VersionId: options.versionId });
    const answer = await this.attempt(this.client.send(command, { abortSignal: options.signal }), key, "s3:GetObject");
    return { ...facts(answer), body: this.body(answer, key) };
  }

  async readText(
    key: string,
    options: { versionId?: string; maxBytes?: number } = {},
  ): Promise<{ text: string; etag: string; versionId?: string }> {
    const { body, etag, versionId } = await this.read(key, options);
    const limit = options.maxBytes ?? MAX_TEXT_BYTES;
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of body) {
      bytes += chunk.length;
      if (bytes > limit) throw new AppError("object-too-large", { key, limit });
      chunks.push(chunk);
    }
    return { text: Buffer.concat(chunks).toString("utf8"), etag, versionId };
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

  async copy(from: { key: string; versionId?: string }, to: string): Promise<Written> {
    const version = from.versionId ? `?versionId=${encodeURIComponent(from.versionId)}` : "";
    const CopySource = `${this.bucket}/${from.key.split("/").map(encodeURIComponent).join("/")}${version}`;
    const command = new CopyObjectCommand({ Bucket: this.bucket, Key: to, CopySource });
    const answer = await this.attempt(this.client.send(command), from.key, "s3:GetObject and s3:PutObject");
    return { etag: answer.CopyObjectResult?.ETag ?? "", versionId: answer.VersionId };
  }

  private async listPage(
    input: { Prefix: string; Delimiter?: string; StartAfter?: string; ContinuationToken?: string },
    signal?: AbortSignal,
  ) {
    const command = new ListObjectsV2Command({ Bucket: this.bucket, ...input });
    return this.attempt(this.client.send(command, { abortSignal: signal }), input.Prefix, "s3:ListBucket");
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

function facts(answer: {
  ETag?: string;
  VersionId?: string;
  ContentLength?: number;
  LastModified?: Date;
  ReplicationStatus?: string;
}): ObjectFacts {
  return {
    etag: answer.ETag ?? "",
    versionId: answer.VersionId,
    sizeBytes: answer.ContentLength ?? 0,
    lastModified: (answer.LastModified ?? new Date(0)).toISOString(),
    replication: (answer.ReplicationStatus === "COMPLETE"
      ? "COMPLETED"
      : answer.ReplicationStatus) as ObjectFacts["replication"],
  };
}
