/** CRC-32C (Castagnoli), eight bytes at a time: node has zlib.crc32, but not this one. */
export function crc32c(chunk: Uint8Array, previous = 0): number {
  let crc = ~previous;
  let at = 0;
  for (const end = chunk.length - 7; at < end; at += 8) {
    const low = crc ^ word(chunk, at);
    const high = word(chunk, at + 4);
    crc =
      entry(7, low) ^
      entry(6, low >>> 8) ^
      entry(5, low >>> 16) ^
      entry(4, low >>> 24) ^
      entry(3, high) ^
      entry(2, high >>> 8) ^
      entry(1, high >>> 16) ^
      entry(0, high >>> 24);
  }
  for (; at < chunk.length; at += 1) crc = (crc >>> 8) ^ entry(0, crc ^ byte(chunk, at));
  return ~crc >>> 0;
}

const REFLECTED_POLYNOMIAL = 0x82f63b78;

/** Eight tables of 256 entries: entry(k, b) is the effect of byte b with k zero bytes behind it. */
const TABLES = makeTables();

function makeTables(): Int32Array {
  const tables = new Int32Array(8 * 256);
  for (let index = 0; index < 256; index += 1) {
    let value = index;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ REFLECTED_POLYNOMIAL : value >>> 1;
    tables[index] = value;
  }
  for (let at = 256; at < tables.length; at += 1) {
    const before = tables[at - 256] ?? 0;
    tables[at] = (before >>> 8) ^ (tables[before & 0xff] ?? 0);
  }
  return tables;
}

function entry(table: number, index: number): number {
  return TABLES[(table << 8) | (index & 0xff)] as number;
}

function word(chunk: Uint8Array, at: number): number {
  return byte(chunk, at) | (byte(chunk, at + 1) << 8) | (byte(chunk, at + 2) << 16) | (byte(chunk, at + 3) << 24);
}

function byte(chunk: Uint8Array, at: number): number {
  return chunk[at] as number;
}
