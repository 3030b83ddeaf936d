import type { Readable } from "node:stream";
import type { Bucket } from "./bucket";
import type { StoredObject } from "./version";

/** The bytes of an object, or those from `start` to `end` (both included): a stream for each segment, opened in its turn. */
export function* readObject(
  bucket: Bucket,
  object: StoredObject,
  range?: { start: number; end: number },
): Generator<() => Readable> {
  const { start, end } = range ?? { start: 0, end: object.size - 1 };
  let offset = 0;
  for (const segment of object.segments) {
    const first = Math.max(start - offset, 0);
    const last = Math.min(end - offset, segment.size - 1);
    if (first <= last) yield () => bucket.files.readData(segment.file, { start: first, end: last });
    offset += segment.size;
  }
}
