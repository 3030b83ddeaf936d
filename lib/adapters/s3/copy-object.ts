import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  type S3Client,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import type { Written } from "@/lib/ports/object-store";

export interface CopySource {
  key: string;
  versionId?: string;
  sizeBytes?: number;
}

export interface CopyLimits {
  /** What S3 copies in one piece at most. https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html */
  wholeBytes: number;
  /** Of a larger one; up to 10,000 of them make an object. */
  partBytes: number;
}

const GIB = 2 ** 30;
export const S3_COPY_LIMITS: CopyLimits = { wholeBytes: 5 * GIB, partBytes: GIB };

const PARTS_AT_ONCE = 4;

/** Lets S3 copy an object within a bucket; one that is too large for that is put together from copied parts. */
export function copyObject(
  client: S3Client,
  bucket: string,
  from: CopySource,
  to: string,
  limits: CopyLimits,
): Promise<Written> {
  const size = from.sizeBytes ?? 0;
  return size > limits.wholeBytes
    ? copyParts(client, bucket, from, to, size, limits.partBytes)
    : copyWhole(client, bucket, from, to);
}

async function copyWhole(client: S3Client, bucket: string, from: CopySource, to: string): Promise<Written> {
  // S3 refuses to copy an object onto itself unless something changes; its metadata are then given anew.
  const itself = from.key === to ? ({ MetadataDirective: "REPLACE", ContentType: contentTypeOf(to) } as const) : {};
  const command = new CopyObjectCommand({ Bucket: bucket, Key: to, CopySource: sourceOf(bucket, from), ...itself });
  const answer = await client.send(command);
  return { etag: answer.CopyObjectResult?.ETag ?? "", versionId: answer.VersionId };
}

async function copyParts(
  client: S3Client,
  bucket: string,
  from: CopySource,
  to: string,
  size: number,
  partBytes: number,
): Promise<Written> {
  const where = { Bucket: bucket, Key: to };
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(where));
  const upload = { ...where, UploadId };
  const CopySource = sourceOf(bucket, from);
  const copyPart = async (PartNumber: number) => {
    const first = (PartNumber - 1) * partBytes;
    const CopySourceRange = `bytes=${first}-${Math.min(size, first + partBytes) - 1}`;
    const answer = await client.send(new UploadPartCopyCommand({ ...upload, PartNumber, CopySource, CopySourceRange }));
    return { PartNumber, ETag: answer.CopyPartResult?.ETag };
  };
  const count = Math.ceil(size / partBytes);
  const Parts: { PartNumber: number; ETag?: string }[] = [];
  try {
    while (Parts.length < count) {
      const batch = Array.from(
        { length: Math.min(PARTS_AT_ONCE, count - Parts.length) },
        (_, at) => Parts.length + at + 1,
      );
      // All of a batch have ended before the upload can be given up: none comes late and stays.
      const ended = await Promise.allSettled(batch.map(copyPart));
      for (const each of ended) {
        if (each.status === "rejected") throw each.reason;
        Parts.push(each.value);
      }
    }
    const answer = await client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
    return { etag: answer.ETag ?? "", versionId: answer.VersionId };
  } catch (error) {
    // Where aborting is not allowed the bucket's lifecycle rule clears the parts; the first error is the news.
    await client.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined);
    throw error;
  }
}

function sourceOf(bucket: string, { key, versionId }: CopySource): string {
  const version = versionId ? `?versionId=${encodeURIComponent(versionId)}` : "";
  return `${bucket}/${key.split("/").map(encodeURIComponent).join("/")}${version}`;
}

const contentTypeOf = (key: string) => (key.endsWith(".json") ? "application/json" : "application/octet-stream");
