import { WireError } from "../git-wire/wire-error";

export interface ObjectHead {
  /** Bytes of the inflated object (of the delta instructions, for a delta). */
  size: number;
  /** It is a delta: the size of what it makes stands at the beginning of its data. */
  isDelta: boolean;
  /** Where the compressed data begins. */
  dataAt: number;
}

/** Sizes above this cannot be counted exactly in a double; git has no such objects. */
const MAX_SHIFT = 46;

/**
 * Reads what stands before an object's compressed data (gitformat-pack(5)): type and size, and for a delta its base.
 * @returns undefined when `bytes` ends too early
 */
export function readObjectHead(bytes: Buffer, at: number, hashLength: number): ObjectHead | undefined {
  let position = at;
  let byte = bytes[position++];
  if (byte === undefined) return undefined;
  const type = (byte >> 4) & 7;
  let size = byte & 15;
  for (let shift = 4; byte & 128; shift += 7) {
    byte = bytes[position++];
    if (byte === undefined) return undefined;
    if (shift > MAX_SHIFT) throw new WireError("pack", "an object's size is not believable");
    size += (byte & 127) * 2 ** shift;
  }
  if (type === 6) {
    // Offset delta: the distance to its base, seven bits a byte.
    for (let count = 0; ; count++) {
      byte = bytes[position++];
      if (byte === undefined) return undefined;
      if (count > 9) throw new WireError("pack", "a delta's offset is not believable");
      if ((byte & 128) === 0) break;
    }
  } else if (type === 7) {
    position += hashLength;
    if (position > bytes.length) return undefined;
  } else if (type === 0 || type === 5) {
    throw new WireError("pack", `an object of the unknown type ${type}`);
  }
  return { size, isDelta: type === 6 || type === 7, dataAt: position };
}

/** Bytes in which the two sizes of a delta stand, at most. */
export const DELTA_HEAD_BYTES = 16;

/** The size of the object that a delta makes, by the beginning of its inflated data: the base's size, then this one. */
export function deltaResultSize(beginning: Uint8Array): number {
  let size = 0;
  let position = 0;
  for (let count = 0; count < 2; count++) {
    size = 0;
    for (let shift = 0, more = true; more && shift <= MAX_SHIFT; shift += 7) {
      const byte = beginning[position++] ?? 0;
      size += (byte & 127) * 2 ** shift;
      more = (byte & 128) !== 0;
    }
  }
  return size;
}
