/**
 * The CRC of two byte strings joined, from the CRC of each: how S3 gives a multipart upload a checksum over the whole
 * object without reading the parts again. The method is zlib's crc32_combine (multiplication modulo the polynomial).
 */
export class CrcCombiner {
  private readonly width: bigint;
  private readonly polynomial: bigint;
  private readonly powers: bigint[];
  private readonly shifts = new Map<number, bigint>();

  /** `polynomial` in reflected form; `width` 32 or 64. The CRC must begin with and end in all bits inverted. */
  constructor(width: 32 | 64, polynomial: bigint) {
    this.width = BigInt(width);
    this.polynomial = polynomial;
    // powers[n] is x^(2^n); x itself is the second highest bit in reflected form.
    this.powers = [1n << (this.width - 2n)];
  }

  combine(first: bigint, second: bigint, secondLength: number): bigint {
    return this.multiply(this.shift(secondLength), first) ^ second;
  }

  /** x^(8 * length): parts mostly have one size, so it is kept. */
  private shift(length: number): bigint {
    const known = this.shifts.get(length);
    if (known !== undefined) return known;
    let product = 1n << (this.width - 1n);
    let power = 3;
    for (let rest = BigInt(length); rest > 0n; rest >>= 1n, power += 1) {
      if (rest & 1n) product = this.multiply(this.power(power), product);
    }
    this.shifts.set(length, product);
    return product;
  }

  private power(exponent: number): bigint {
    const known = this.powers[exponent];
    if (known !== undefined) return known;
    const half = this.power(exponent - 1);
    const square = this.multiply(half, half);
    this.powers[exponent] = square;
    return square;
  }

  private multiply(a: bigint, b: bigint): bigint {
    let product = 0n;
    let factor = b;
    for (let mask = 1n << (this.width - 1n); mask > 0n; mask >>= 1n) {
      if (a & mask) product ^= factor;
      factor = factor & 1n ? (factor >> 1n) ^ this.polynomial : factor >> 1n;
    }
    return product;
  }
}
