import { createHash } from "node:crypto";
import { WireError } from "./wire-error";

export interface PackFacts {
  objects: number;
  bytes: number;
}

/**
 * Passes a pack through and throws at its end unless header and trailer are right (gitformat-pack(5)): "PACK", version
 * 2 or 3, object count, objects, and a hash of all before it. Finds truncation and damage on the way, not rot on the
 * server's disk, over which the server computes a fresh trailer.
 */
export async function* checkedPack(
  source: AsyncIterable<Buffer>,
  objectFormat: "sha1" | "sha256",
  onComplete: (facts: PackFacts) => void,
): AsyncGenerator<Buffer> {
  const hash = createHash(objectFormat);
  const trailerLength = objectFormat === "sha1" ? 20 : 32;
  let head: Buffer = Buffer.alloc(0);
  let tail: Buffer = Buffer.alloc(0);
  let bytes = 0;
  for await (const chunk of source) {
    if (head.length < 12) {
      head = Buffer.concat([head, chunk.subarray(0, 12 - head.length)]);
      if (head.length === 12) checkHead(head);
    }
    bytes += chunk.length;
    tail = hashAllButTail(hash, tail, chunk, trailerLength);
    yield chunk;
  }
  if (bytes < 12 + trailerLength) throw new WireError("pack", `only ${bytes} bytes came`);
  if (!hash.digest().equals(tail)) throw new WireError("pack", "its checksum does not match its content");
  onComplete({ objects: head.readUInt32BE(8), bytes });
}

function checkHead(head: Buffer): void {
  const version = head.readUInt32BE(4);
  if (head.toString("latin1", 0, 4) !== "PACK" || (version !== 2 && version !== 3))
    throw new WireError("pack", "it does not begin like a pack");
}

/** Hashes everything but the last `keep` bytes, which may be the trailer; returns those. */
function hashAllButTail(hash: ReturnType<typeof createHash>, tail: Buffer, chunk: Buffer, keep: number): Buffer {
  if (chunk.length >= keep) {
    hash.update(tail);
    hash.update(chunk.subarray(0, chunk.length - keep));
    return Buffer.from(chunk.subarray(chunk.length - keep));
  }
  const joined = Buffer.concat([tail, chunk]);
  const cut = Math.max(0, joined.length - keep);
  hash.update(joined.subarray(0, cut));
  return joined.subarray(cut);
}
