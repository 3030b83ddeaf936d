// What an attacker, a broken proxy or a rotten disk makes of bytes that were sound: flipped, cut, repeated, put elsewhere, said
// of another length; and handed over in pieces of any size.
import fc from "fast-check";

export interface Hostile {
  bytes: Buffer;
  /** Sizes of the pieces they come in, in turn. */
  sizes: number[];
}

type Change = [kind: number, at: number, length: number, value: number];

/** Numbers that lie well: none, one, the largest, a sign. */
const TELLING = [0x00, 0x01, 0x0a, 0x20, 0x2d, 0x30, 0x66, 0x7f, 0x80, 0xff];

/** Any of the sound ones with up to six changes; some stay as they are. */
export function hostileBytes(sound: readonly Buffer[], most = 6): fc.Arbitrary<Hostile> {
  const word = fc.nat({ max: 0x7fffffff });
  return fc
    .record({
      which: fc.nat({ max: sound.length - 1 }),
      changes: fc.array(fc.tuple(fc.nat({ max: 8 }), word, word, fc.nat({ max: 255 })), { maxLength: most }),
      sizes: fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 3 }),
    })
    .map(({ which, changes, sizes }) => ({
      bytes: changes.reduce((bytes, each) => changed(bytes, sound, each), sound[which] as Buffer),
      sizes,
    }));
}

function changed(bytes: Buffer, sound: readonly Buffer[], [kind, where, size, value]: Change): Buffer {
  const at = bytes.length === 0 ? 0 : where % bytes.length;
  const length = Math.min(1 + (size % 24), bytes.length - at);
  const [before, part, after] = [bytes.subarray(0, at), bytes.subarray(at, at + length), bytes.subarray(at + length)];
  switch (kind) {
    case 0:
      return Buffer.concat([before, flipped(part, value % 8), after]);
    case 1:
      return before;
    case 2:
      return Buffer.concat([before, after]);
    case 3:
      return Buffer.concat([before, part, part, after]);
    case 4:
      return Buffer.concat([before, Buffer.alloc(length, TELLING[value % TELLING.length]), after]);
    case 5:
      return Buffer.concat([before, Buffer.from([value]), part, after]);
    case 6:
      return Buffer.concat([before, pieceOf(sound, value, size), part, after]);
    case 7:
      return Buffer.concat([before, Buffer.from(part).reverse(), after]);
    default:
      return bytes;
  }
}

function flipped(part: Buffer, bit: number): Buffer {
  const copy = Buffer.from(part);
  if (copy.length > 0) copy[0] = (copy[0] ?? 0) ^ (1 << bit);
  return copy;
}

function pieceOf(sound: readonly Buffer[], which: number, at: number): Buffer {
  const from = sound[which % sound.length] as Buffer;
  const start = from.length === 0 ? 0 : at % from.length;
  return from.subarray(start, start + 1 + (at % 40));
}

/** As a network hands them over: in pieces, each time of another size. */
export function* pieces({ bytes, sizes }: Hostile): Generator<Buffer> {
  for (let at = 0, index = 0; at < bytes.length; index++) {
    const end = at + (sizes[index % sizes.length] ?? 1);
    yield bytes.subarray(at, end);
    at = end;
  }
}

export async function* arriving(hostile: Hostile): AsyncGenerator<Buffer> {
  yield* pieces(hostile);
}

/** All at once. */
export const whole = ({ bytes }: Hostile): Hostile => ({ bytes, sizes: [Math.max(1, bytes.length)] });
