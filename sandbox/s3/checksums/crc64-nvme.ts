/**
 * CRC-64/NVME, what S3 computes when a client asks for no checksum. Kept as two 32-bit halves, eight bytes at a time:
 * BigInt would be some fifty times slower, and every multipart upload without an algorithm passes through here.
 */
export class Crc64Nvme {
  private low = -1;
  private high = -1;

  update(chunk: Uint8Array): void {
    let { low, high } = this;
    let at = 0;
    for (const end = chunk.length - 7; at < end; at += 8) {
      const a = low ^ word(chunk, at);
      const b = high ^ word(chunk, at + 4);
      const i0 = (7 << 8) | (a & 0xff);
      const i1 = (6 << 8) | ((a >>> 8) & 0xff);
      const i2 = (5 << 8) | ((a >>> 16) & 0xff);
      const i3 = (4 << 8) | (a >>> 24);
      const i4 = (3 << 8) | (b & 0xff);
      const i5 = (2 << 8) | ((b >>> 8) & 0xff);
      const i6 = (1 << 8) | ((b >>> 16) & 0xff);
      const i7 = b >>> 24;
      low = lo(i0) ^ lo(i1) ^ lo(i2) ^ lo(i3) ^ lo(i4) ^ lo(i5) ^ lo(i6) ^ lo(i7);
      high = hi(i0) ^ hi(i1) ^ hi(i2) ^ hi(i3) ^ hi(i4) ^ hi(i5) ^ hi(i6) ^ hi(i7);
    }
    for (; at < chunk.length; at += 1) {
      const index = (low ^ (chunk[at] as number)) & 0xff;
      low = ((low >>> 8) | (high << 24)) ^ lo(index);
      high = (high >>> 8) ^ hi(index);
    }
    this.low = low;
    this.high = high;
  }

  /** Eight bytes, most significant first, as S3 writes them in base64. */
  digest(): Buffer {
    const bytes = Buffer.alloc(8);
    bytes.writeUInt32BE(~this.high >>> 0, 0);
    bytes.writeUInt32BE(~this.low >>> 0, 4);
    return bytes;
  }
}

export const CRC64_NVME_REFLECTED = 0x9a6c9329ac4bc9b5n;

const LOW = new Int32Array(8 * 256);
const HIGH = new Int32Array(8 * 256);
fillTables();

function fillTables(): void {
  for (let index = 0; index < 256; index += 1) {
    let value = BigInt(index);
    for (let bit = 0; bit < 8; bit += 1) value = value & 1n ? (value >> 1n) ^ CRC64_NVME_REFLECTED : value >> 1n;
    LOW[index] = Number(value & 0xffffffffn) | 0;
    HIGH[index] = Number(value >> 32n) | 0;
  }
  for (let at = 256; at < LOW.length; at += 1) {
    const [low, high] = [lo(at - 256), hi(at - 256)];
    LOW[at] = ((low >>> 8) | (high << 24)) ^ lo(low & 0xff);
    HIGH[at] = (high >>> 8) ^ hi(low & 0xff);
  }
}

function lo(index: number): number {
  return LOW[index] as number;
}

function hi(index: number): number {
  return HIGH[index] as number;
}

function word(chunk: Uint8Array, at: number): number {
  return (
    (chunk[at] as number) |
    ((chunk[at + 1] as number) << 8) |
    ((chunk[at + 2] as number) << 16) |
    ((chunk[at + 3] as number) << 24)
  );
}
