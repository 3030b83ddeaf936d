import { type FileHandle, open } from "node:fs/promises";

/** gitformat-pack(5): four bytes that no pack index of version 1 begins with, then the version. */
const MAGIC = 0xff744f63;
const HEAD_BYTES = 8;
const FAN_OUT = 256;
/** So much is read at once: the whole index of most repositories. */
const START_BYTES = 128 * 1024;

/**
 * The first of `wanted` (hex object ids) that the pack index at `file` does not name. Reads the fan-out and then only the
 * names that begin with a wanted byte, so that an index of any size costs little memory.
 * @throws Error when the file is not a pack index of version 2
 */
export async function firstMissing(
  file: string,
  objectFormat: "sha1" | "sha256",
  wanted: Iterable<string>,
): Promise<string | undefined> {
  const nameBytes = objectFormat === "sha1" ? 20 : 32;
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(START_BYTES), 0, START_BYTES, 0);
    const start = buffer.subarray(0, bytesRead);
    const fanOut = readFanOut(start);
    for (const [byte, oids] of byFirstByte(wanted)) {
      const from = byte === 0 ? 0 : (fanOut[byte - 1] ?? 0);
      const count = (fanOut[byte] ?? 0) - from;
      const position = HEAD_BYTES + FAN_OUT * 4 + from * nameBytes;
      const end = position + count * nameBytes;
      const names = end <= start.length ? start.subarray(position, end) : await read(handle, position, end);
      const missing = oids.find((oid) => !has(names, Buffer.from(oid, "hex")));
      if (missing) return missing;
    }
    return undefined;
  } finally {
    await handle.close();
  }
}

/** How many objects have names up to each first byte. */
function readFanOut(head: Buffer): number[] {
  if (head.length < HEAD_BYTES + FAN_OUT * 4 || head.readUInt32BE(0) !== MAGIC || head.readUInt32BE(4) !== 2)
    throw new Error("git wrote a pack index that is not of version 2");
  return Array.from({ length: FAN_OUT }, (_, byte) => head.readUInt32BE(HEAD_BYTES + byte * 4));
}

function byFirstByte(oids: Iterable<string>): Map<number, string[]> {
  const groups = new Map<number, string[]>();
  for (const oid of oids) {
    const byte = Number.parseInt(oid.slice(0, 2), 16);
    const group = groups.get(byte);
    if (group) group.push(oid);
    else groups.set(byte, [oid]);
  }
  return groups;
}

/** Binary search in sorted names of the same length. */
function has(names: Buffer, name: Buffer): boolean {
  let low = 0;
  let high = names.length / name.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const at = middle * name.length;
    const order = names.compare(name, 0, name.length, at, at + name.length);
    if (order === 0) return true;
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}

async function read(handle: FileHandle, from: number, to: number): Promise<Buffer> {
  const buffer = Buffer.alloc(to - from);
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, from + filled);
    if (bytesRead === 0) throw new Error("the pack index ends early");
    filled += bytesRead;
  }
  return buffer;
}
