import { createHash } from "node:crypto";
import { type ChecksumAlgorithm, createHasher } from "../checksums/checksum";
import type { Bucket } from "./bucket";
import { readObject } from "./read-object";
import type { StoredObject } from "./version";

/** Bytes that stand in a data file of a bucket, and belong to no version yet. */
export interface WrittenData {
  file: string;
  size: number;
  /** MD5 in hex. */
  etag: string;
  /** Base64, in the algorithm asked for. */
  checksum: string;
}

/** Writes chunks into a new data file, hashing on the way. Durable when it resolves; nothing is left when it rejects. */
export async function writeData(
  bucket: Bucket,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  algorithm: ChecksumAlgorithm,
): Promise<WrittenData> {
  const { name, data } = await bucket.files.createData();
  const md5 = createHash("md5");
  const hasher = createHasher(algorithm);
  let size = 0;
  try {
    for await (const chunk of chunks) {
      size += chunk.length;
      md5.update(chunk);
      hasher.update(chunk);
      await data.write(chunk);
    }
    await data.finish();
  } catch (error) {
    await data.discard();
    throw error;
  }
  return { file: name, size, etag: md5.digest("hex"), checksum: hasher.digest() };
}

/** The bytes of an object, or of a range of it, as a copy reads them. */
export async function* objectBytes(
  bucket: Bucket,
  object: StoredObject,
  range?: { start: number; end: number },
): AsyncGenerator<Uint8Array> {
  for (const open of readObject(bucket, object, range)) yield* open();
}
