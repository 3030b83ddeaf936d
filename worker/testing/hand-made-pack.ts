// Packs written by hand, so that they can lie: git itself writes none that do.
import { createHash } from "node:crypto";
import { deflateSync } from "node:zlib";

export const OBJECT_TYPES = { commit: 1, tree: 2, blob: 3, tag: 4, "ofs-delta": 6, "ref-delta": 7 } as const;

export interface PackObject {
  type: keyof typeof OBJECT_TYPES;
  data: Buffer;
  /** Bytes the head claims; what there are when missing. */
  size?: number;
  /** Of a delta: the id of its base in hex, or its distance in bytes. */
  base?: string | number;
  /** What stands there instead of the deflated data. */
  deflated?: Buffer;
}

/** gitformat-pack(5). `count` is what its head claims. */
export function handMadePack(objects: PackObject[], count: number = objects.length): Buffer {
  const head = Buffer.alloc(12);
  head.write("PACK", "latin1");
  head.writeUInt32BE(2, 4);
  head.writeUInt32BE(count, 8);
  const content = Buffer.concat([head, ...objects.map(packed)]);
  return Buffer.concat([content, createHash("sha1").update(content).digest()]);
}

/** As it stands in a pack. */
export function packed({ type, data, size = data.length, base, deflated }: PackObject): Buffer {
  const bytes = [];
  let rest = Math.floor(size / 16);
  bytes.push((OBJECT_TYPES[type] << 4) | (size % 16) | (rest > 0 ? 128 : 0));
  for (; rest > 0; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | (rest >= 128 ? 128 : 0));
  const of =
    typeof base === "string" ? Buffer.from(base, "hex") : base === undefined ? Buffer.alloc(0) : distance(base);
  return Buffer.concat([Buffer.from(bytes), of, deflated ?? deflateSync(data)]);
}

function distance(bytes: number): Buffer {
  const digits = [bytes & 127];
  for (let rest = bytes >> 7; rest > 0; rest >>= 7) {
    rest -= 1;
    digits.unshift((rest & 127) | 128);
  }
  return Buffer.from(digits);
}

/** A delta that copies the first `length` bytes of its base again and again until it has made `size`; it says `claimed`. */
export function copyingDelta(baseSize: number, length: number, size: number, claimed: number = size): Buffer {
  const copy = Buffer.from([0x80 | 0x10 | 0x20 | 0x40, length & 255, (length >> 8) & 255, (length >> 16) & 255]);
  const copies = Array.from({ length: Math.floor(size / length) }, () => copy);
  return Buffer.concat([sizeBytes(baseSize), sizeBytes(claimed), ...copies]);
}

function sizeBytes(size: number): Buffer {
  const bytes = [];
  for (let rest = size; ; rest = Math.floor(rest / 128)) {
    bytes.push((rest % 128) | (rest >= 128 ? 128 : 0));
    if (rest < 128) return Buffer.from(bytes);
  }
}

/** As git names a blob. */
export const blobId = (data: Buffer): string =>
  createHash("sha1").update(`blob ${data.length}\0`).update(data).digest("hex");
