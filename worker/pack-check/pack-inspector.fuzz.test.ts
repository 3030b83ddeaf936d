// Packs of a server that lies, cut by the network wherever it likes: counted the same for every cut, or refused as a pack.
import { deflateSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Hostile, hostileBytes, pieces, whole } from "@/lib/testing/hostile-bytes";
import { WireError } from "../git-wire/wire-error";
import { blobId, copyingDelta, handMadePack } from "../testing/hand-made-pack";
import { deltaResultSize, readObjectHead } from "./object-head";
import { type Inspected, PackInspector } from "./pack-inspector";

/** A zlib context each, twice, is what costs. */
const PACK_CASES = 50_000;
const HEAD_CASES = 100_000;
const MIB = 1024 * 1024;
/** The longest head of an object, and one checksum. */
const MOST_PENDING = 64;

const text = Buffer.from("line after line of source text\n".repeat(12));
const delta = copyingDelta(text.length, 100, 500);
const SOUND = [
  handMadePack([{ type: "blob", data: text }]),
  handMadePack([
    { type: "blob", data: text },
    { type: "ofs-delta", data: delta, base: 60 },
    { type: "ref-delta", data: delta, base: blobId(text) },
    { type: "commit", data: Buffer.alloc(0) },
  ]),
  handMadePack([]),
];

function inspect(hostile: Hostile): Inspected | string {
  const inspector = new PackInspector("sha1");
  const pending = () => (inspector as unknown as { pending: Buffer }).pending.length;
  try {
    for (const piece of pieces(hostile)) {
      inspector.push(piece);
      expect(pending()).toBeLessThanOrEqual(MOST_PENDING);
    }
    return inspector.end();
  } catch (error) {
    if (error instanceof WireError && error.fault === "pack") return "refused";
    throw error;
  } finally {
    inspector.close();
  }
}

test("objects of a pack", { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(hostileBytes(SOUND, 3), (hostile) => {
      expect(inspect(hostile)).toEqual(inspect(whole(hostile)));
    }),
    { numRuns: PACK_CASES },
  );
});

test("heads of objects, and of deltas: a size that can be counted, or a refusal", { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 48 }), (array) => {
      const bytes = Buffer.from(array);
      try {
        const head = readObjectHead(bytes, 0, 20);
        if (head) {
          expect(Number.isSafeInteger(head.size)).toBe(true);
          expect(head.dataAt).toBeLessThanOrEqual(bytes.length);
        }
      } catch (error) {
        if (!(error instanceof WireError)) throw error;
      }
      expect(Number.isSafeInteger(deltaResultSize(bytes))).toBe(true);
    }),
    { numRuns: HEAD_CASES },
  );
});

describe("a bomb", () => {
  const zeros = (bytes: number) => deflateSync(Buffer.alloc(bytes), { level: 9 });

  test("that inflates to far more than it says is refused before it is inflated", () => {
    const pack = handMadePack([{ type: "blob", data: Buffer.alloc(0), size: 10, deflated: zeros(256 * MIB) }]);
    expect(pack.length).toBeGreaterThan(200_000);
    const inspector = new PackInspector("sha1");
    // The first few bytes tell already.
    expect(() => inspector.push(pack.subarray(0, 1000))).toThrow(/larger than the 10 bytes it says/);
    inspector.close();
  });

  test("that says how much it is passes in constant memory", () => {
    const size = 256 * MIB;
    const pack = handMadePack([{ type: "blob", data: Buffer.alloc(0), size, deflated: zeros(size) }]);
    const before = process.memoryUsage();
    expect(inspect({ bytes: pack, sizes: [65_536] })).toEqual({ objects: 1, largestBytes: size });
    const after = process.memoryUsage();
    expect(after.external + after.arrayBuffers - before.external - before.arrayBuffers).toBeLessThan(16 * MIB);
  });

  test("of a delta is as large as what it would make", () => {
    const pack = handMadePack([
      { type: "blob", data: text },
      { type: "ref-delta", data: copyingDelta(text.length, 100, 200, 2 ** 40), base: blobId(text) },
    ]);
    expect(inspect({ bytes: pack, sizes: [13] })).toEqual({ objects: 2, largestBytes: 2 ** 40 });
  });
});

test("a pack that says it has four thousand million objects is refused at its end", () => {
  expect(inspect({ bytes: handMadePack([{ type: "blob", data: text }], 2 ** 32 - 1), sizes: [7] })).toBe("refused");
});
