import type { ChecksumAlgorithm } from "../checksums/checksum";
import { S3Error } from "../s3-error";
import type { ReceivedBody, RequestBody } from "../wire/request-body";
import type { Bucket } from "./bucket";

/** Largest body of one request: an object of PutObject, or a part. */
export const LARGEST_BODY = 5 * 1024 ** 3;

/**
 * Streams a body into a data file of the bucket. It is durable when this resolves, and nothing of it is left when this
 * rejects: because a claim about it was false, or the client went away.
 */
export async function receiveData(
  bucket: Bucket,
  body: RequestBody,
  algorithm: ChecksumAlgorithm,
): Promise<ReceivedBody & { file: string }> {
  const { name, data } = await bucket.files.createData();
  let size = 0;
  try {
    const received = await body.receive([algorithm], (chunk) => {
      size += chunk.length;
      if (size > LARGEST_BODY)
        throw new S3Error("EntityTooLarge", { details: { MaxSizeAllowed: String(LARGEST_BODY) } });
      return data.write(chunk);
    });
    await data.finish();
    return { ...received, file: name };
  } catch (error) {
    await data.discard();
    throw error;
  }
}
