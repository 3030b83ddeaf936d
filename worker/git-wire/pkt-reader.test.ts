import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DELIMITER, FLUSH, pktLine } from "./pkt-line";
import { PktReader } from "./pkt-reader";
import type { WireError } from "./wire-error";

/** The bytes in pieces of the given sizes: a network cuts wherever it likes. */
async function* pieces(bytes: Buffer, sizes: number[]): AsyncGenerator<Buffer> {
  let at = 0;
  for (let index = 0; at < bytes.length; index++) {
    const size = Math.max(1, sizes[index % sizes.length] ?? 1);
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

const band = (number: number, payload: string | Buffer) =>
  pktLine(Buffer.concat([Buffer.from([number]), Buffer.from(payload)]));
const readBand = async (bytes: Buffer, sizes = [7]) => {
  const reader = new PktReader(pieces(bytes, sizes));
  const chunks: Buffer[] = [];
  for await (const chunk of reader.sideBand()) chunks.push(chunk);
  await reader.drain();
  return Buffer.concat(chunks);
};
const faultOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "none",
    (error: WireError) => error.fault,
  );

test("lines and marks come out as they went in, wherever the network cuts", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ maxLength: 200 })),
      fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }),
      async (payloads, sizes) => {
        const bytes = Buffer.concat([...payloads.map((each) => pktLine(Buffer.from(each))), DELIMITER, FLUSH]);
        const reader = new PktReader(pieces(bytes, sizes));
        for (const payload of payloads)
          expect(await reader.next()).toEqual({ type: "data", data: Buffer.from(payload) });
        expect([(await reader.next()).type, (await reader.next()).type, (await reader.next()).type]).toEqual([
          "delimiter",
          "flush",
          "eof",
        ]);
      },
    ),
  );
});

test("pack data of band 1 is passed on; keep-alives and progress are not part of it", async () => {
  const bytes = Buffer.concat([
    band(1, "PA"),
    band(1, ""),
    band(2, "Counting\n"),
    pktLine(Buffer.alloc(0)),
    band(1, "CK"),
    FLUSH,
  ]);
  expect((await readBand(bytes)).toString()).toBe("PACK");
});

describe("what is not a complete answer is an error", () => {
  test("an end before the flush", async () => expect(await faultOf(readBand(band(1, "PACK")))).toBe("cut"));
  test("an end inside a packet", async () =>
    expect(await faultOf(readBand(band(1, "PACK").subarray(0, 6)))).toBe("cut"));
  test("an end inside a length", async () => expect(await faultOf(readBand(Buffer.from("00")))).toBe("cut"));
  test("the server's own error in band 3", async () =>
    expect(await faultOf(readBand(band(3, "fatal: out of memory")))).toBe("remote"));
  test("an unknown band", async () => expect(await faultOf(readBand(band(9, "x")))).toBe("protocol"));
  test("a length that is no number", async () => expect(await faultOf(readBand(Buffer.from("zzzz")))).toBe("protocol"));
  test("anything after the end", async () =>
    expect(await faultOf(readBand(Buffer.concat([FLUSH, Buffer.from("more")])))).toBe("protocol"));
});

test("any bytes at all end in a result or in one of our errors, never in a hang or another error", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
      expect(["none", "cut", "protocol", "remote"]).toContain(await faultOf(readBand(Buffer.from(bytes), [13])));
    }),
    { numRuns: 2000 },
  );
});
