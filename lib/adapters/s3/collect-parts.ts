import { SourceError } from "./source-error";

/** S3's own minimum is 5 MiB; 8 keeps small repositories in a single put. */
const FIRST_PART_BYTES = 8 * 1024 * 1024;
/** At most 10,000 parts an upload: doubling every thousand reaches 2.4 TiB with this cap, in little memory for small objects. */
const PARTS_PER_SIZE = 1000;
const LARGEST_PART_BYTES = 512 * 1024 * 1024;

export function partBytes(index: number): number {
  return Math.min(LARGEST_PART_BYTES, FIRST_PART_BYTES * 2 ** Math.floor(index / PARTS_PER_SIZE));
}

/** Cuts a stream into parts for a multipart upload; an error of the source comes out as SourceError. */
export async function* collectParts(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, undefined, undefined> {
  let pieces: Uint8Array[] = [];
  let length = 0;
  let index = 0;
  for await (const chunk of marked(source)) {
    let rest = chunk;
    while (length + rest.length >= partBytes(index)) {
      const take = partBytes(index) - length;
      pieces.push(rest.subarray(0, take));
      yield Buffer.concat(pieces);
      rest = rest.subarray(take);
      pieces = [];
      length = 0;
      index += 1;
    }
    if (rest.length > 0) pieces.push(rest);
    length += rest.length;
  }
  if (length > 0) yield Buffer.concat(pieces);
}

async function* marked(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* source;
  } catch (cause) {
    throw new SourceError("the source ended with an error", { cause });
  }
}
