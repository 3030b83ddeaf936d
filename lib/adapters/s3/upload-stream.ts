import { crc32 } from "node:zlib";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import type { Written } from "@/lib/ports/object-store";
import { collectParts } from "./collect-parts";
import { s3Error } from "./s3-errors";
import { SourceError } from "./source-error";

interface Target {
  bucket: string;
  key: string;
  contentType?: string;
  signal?: AbortSignal;
}

/**
 * Streams `source` into one object. What fits one part is a plain put; more is a multipart upload whose parts grow. The
 * CRC-32 of the whole is computed here and sent at the end, so S3 refuses an object that is not what was read. When
 * anything fails no object appears; the upload is aborted.
 */
export async function uploadStream(
  client: S3Client,
  target: Target,
  source: AsyncIterable<Uint8Array>,
): Promise<Written & { sizeBytes: number }> {
  const parts = collectParts(source);
  try {
    const first = (await parts.next()).value ?? new Uint8Array();
    const second = await parts.next();
    if (second.done) return await putWhole(client, target, first);
    return await putParts(client, target, first, second.value, parts);
  } catch (cause) {
    throw cause instanceof SourceError ? cause.cause : s3Error(cause, target.bucket, target.key, "s3:PutObject");
  } finally {
    await parts.return(undefined);
  }
}

async function putWhole(client: S3Client, target: Target, body: Uint8Array): Promise<Written & { sizeBytes: number }> {
  const answer = await client.send(
    new PutObjectCommand({
      Bucket: target.bucket,
      Key: target.key,
      Body: body,
      ContentType: target.contentType,
      ChecksumCRC32: base64Crc(crc32(body)),
    }),
    { abortSignal: target.signal },
  );
  return { etag: answer.ETag ?? "", versionId: answer.VersionId, sizeBytes: body.length };
}

async function putParts(
  client: S3Client,
  target: Target,
  first: Uint8Array,
  second: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
): Promise<Written & { sizeBytes: number }> {
  const where = { Bucket: target.bucket, Key: target.key };
  const options = { abortSignal: target.signal };
  const created = await client.send(
    new CreateMultipartUploadCommand({
      ...where,
      ContentType: target.contentType,
      ChecksumAlgorithm: "CRC32",
      ChecksumType: "FULL_OBJECT",
    }),
    options,
  );
  const upload = { ...where, UploadId: created.UploadId };
  const done: { PartNumber: number; ETag?: string; ChecksumCRC32?: string }[] = [];
  let crc = 0;
  let sizeBytes = 0;
  /** One part is on its way while the next one fills: enough to keep both sides busy, and a bound on memory. */
  let inFlight: Promise<void> = Promise.resolve();
  const send = async (body: Uint8Array, PartNumber: number) => {
    const answer = await client.send(
      new UploadPartCommand({ ...upload, PartNumber, Body: body, ChecksumAlgorithm: "CRC32" }),
      options,
    );
    done.push({ PartNumber, ETag: answer.ETag, ChecksumCRC32: answer.ChecksumCRC32 });
  };
  try {
    let number = 0;
    for await (const body of chain([first, second], rest)) {
      crc = crc32(body, crc);
      sizeBytes += body.length;
      number += 1;
      await inFlight;
      inFlight = send(body, number);
      // The failure is met at the next await; without this Node would call it unhandled in between.
      inFlight.catch(() => undefined);
    }
    await inFlight;
    const answer = await client.send(
      new CompleteMultipartUploadCommand({
        ...upload,
        MultipartUpload: { Parts: done },
        ChecksumCRC32: base64Crc(crc),
        ChecksumType: "FULL_OBJECT",
      }),
      options,
    );
    return { etag: answer.ETag ?? "", versionId: answer.VersionId, sizeBytes };
  } catch (error) {
    await inFlight.catch(() => undefined);
    // Without the permission to abort, or when S3 is away, the bucket's lifecycle rule clears the parts; the first error is the news.
    await client.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined);
    throw error;
  }
}

async function* chain(head: Uint8Array[], rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* head;
  yield* rest;
}

function base64Crc(value: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes.toString("base64");
}
