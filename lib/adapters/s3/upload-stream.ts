import { crc32 } from "node:zlib";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import type { Written } from "@/lib/ports/object-store";
import { collectParts, type Part, partBytes } from "./collect-parts";
import type { PartBudget } from "./part-budget";
import { s3Error } from "./s3-errors";
import { SourceError } from "./source-error";

interface Target {
  bucket: string;
  key: string;
  contentType?: string;
  signal?: AbortSignal;
}

type Uploaded = Written & { sizeBytes: number };

/**
 * Streams `source` into one object. What fits one part is a plain put; more is a multipart upload whose parts grow. The
 * CRC-32 of the whole is computed here and sent at the end, so S3 refuses an object that is not what was read. When
 * anything fails no object appears; the upload is aborted.
 */
export async function uploadStream(
  client: S3Client,
  target: Target,
  source: AsyncIterable<Uint8Array>,
  budget: PartBudget,
): Promise<Uploaded> {
  const parts = collectParts(source, budget);
  try {
    const { value: first } = await parts.next();
    if (!first) return await putWhole(client, target, { bytes: new Uint8Array(), release: () => undefined });
    // A full first part is sent at once, without a look at the next: holding it while waiting for memory could lock up.
    if (first.bytes.length < partBytes(0)) return await putWhole(client, target, first);
    return await putParts(client, target, first, parts);
  } catch (cause) {
    throw cause instanceof SourceError ? cause.cause : s3Error(cause, target.bucket, target.key, "s3:PutObject");
  } finally {
    await parts.return(undefined);
  }
}

async function putWhole(client: S3Client, target: Target, { bytes, release }: Part): Promise<Uploaded> {
  const answer = await client
    .send(
      new PutObjectCommand({
        Bucket: target.bucket,
        Key: target.key,
        Body: bytes,
        ContentType: target.contentType,
        ChecksumCRC32: base64Crc(crc32(bytes)),
      }),
      { abortSignal: target.signal },
    )
    .finally(release);
  return { etag: answer.ETag ?? "", versionId: answer.VersionId, sizeBytes: bytes.length };
}

async function putParts(client: S3Client, target: Target, first: Part, rest: AsyncIterable<Part>): Promise<Uploaded> {
  const where = { Bucket: target.bucket, Key: target.key };
  const options = { abortSignal: target.signal };
  const whole = { ChecksumType: "FULL_OBJECT" } as const;
  const command = new CreateMultipartUploadCommand({
    ...where,
    ...whole,
    ContentType: target.contentType,
    ChecksumAlgorithm: "CRC32",
  });
  // Not ended by the signal: an upload that S3 has begun and whose id nobody knows could not be aborted.
  const created = await client.send(command).catch((error) => releaseAnd(first, error));
  const upload = { ...where, UploadId: created.UploadId };
  const Parts: { PartNumber: number; ETag?: string; ChecksumCRC32?: string }[] = [];
  let crc = 0;
  let sizeBytes = 0;
  /** One part is on its way while the next one fills: enough to keep both sides busy, and a bound on memory. */
  let inFlight: Promise<void> = Promise.resolve();
  const send = async ({ bytes, release }: Part, PartNumber: number) => {
    try {
      const command = new UploadPartCommand({ ...upload, PartNumber, Body: bytes, ChecksumAlgorithm: "CRC32" });
      const answer = await client.send(command, options);
      Parts.push({ PartNumber, ETag: answer.ETag, ChecksumCRC32: answer.ChecksumCRC32 });
    } finally {
      release();
    }
  };
  try {
    let number = 0;
    for await (const part of chain(first, rest)) {
      crc = crc32(part.bytes, crc);
      sizeBytes += part.bytes.length;
      number += 1;
      await inFlight.catch((error) => releaseAnd(part, error));
      inFlight = send(part, number);
      // The failure is met at the next await; without this Node would call it unhandled in between.
      inFlight.catch(() => undefined);
    }
    await inFlight;
    const command = new CompleteMultipartUploadCommand({
      ...upload,
      ...whole,
      MultipartUpload: { Parts },
      ChecksumCRC32: base64Crc(crc),
    });
    const answer = await client
      .send(command, options)
      .catch((error) => findCompleted(client, where, { crc: base64Crc(crc), sizeBytes }, error));
    return { etag: answer.ETag ?? "", versionId: answer.VersionId, sizeBytes };
  } catch (error) {
    await inFlight.catch(() => undefined);
    // Without the permission to abort, or when S3 is away, the bucket's lifecycle rule clears the parts; the first error is the news.
    await client.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined);
    throw error;
  }
}

/**
 * A completion whose answer was lost is sent again, and S3 may not know the upload any more by then ("NoSuchUpload: ... might
 * have been aborted or completed"). Then the object itself is asked whether it is the one.
 */
async function findCompleted(
  client: S3Client,
  where: { Bucket: string; Key: string },
  { crc, sizeBytes }: { crc: string; sizeBytes: number },
  error: unknown,
): Promise<{ ETag?: string; VersionId?: string }> {
  if (!(error instanceof S3ServiceException) || error.name !== "NoSuchUpload") throw error;
  const command = new HeadObjectCommand({ ...where, ChecksumMode: "ENABLED" });
  const found = await client.send(command).catch(() => undefined);
  if (found?.ChecksumCRC32 !== crc || found.ContentLength !== sizeBytes) throw error;
  return found;
}

/** The part that cannot be sent any more gives its memory back before the earlier part's error goes on. */
function releaseAnd(part: Part, error: unknown): never {
  part.release();
  throw error;
}

async function* chain(first: Part, rest: AsyncIterable<Part>): AsyncGenerator<Part> {
  yield first;
  yield* rest;
}

function base64Crc(value: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes.toString("base64");
}
