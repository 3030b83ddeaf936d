// Servers that never come to an end. Each is given up after a bounded number of bytes, and what is kept meanwhile is bounded.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { MAX_HEADER_BYTES } from "@/lib/domain/bundle-header";
import { findPackSection, readCapabilities } from "./git-server";
import { readRefs } from "./list-refs";
import { DELIMITER, FLUSH, MAX_PKT_BYTES, pktLine } from "./pkt-line";
import { PktReader } from "./pkt-reader";

const MIB = 1024 * 1024;

/** Bytes for ever; tells how many were taken, and whether they were given up. */
function endless(more: Buffer | (() => Buffer), first: Buffer = Buffer.alloc(0)) {
  const seen = { bytes: 0, closed: false };
  async function* source() {
    try {
      if (first.length > 0) yield first;
      for (;;) {
        const bytes = typeof more === "function" ? more() : more;
        seen.bytes += bytes.length;
        if (seen.bytes > 2 * MAX_HEADER_BYTES) throw new Error("it listens for ever");
        yield bytes;
      }
    } finally {
      seen.closed = true;
    }
  }
  return { source: source(), seen };
}

const oid = "a".repeat(40);
async function collected(source: AsyncIterable<Buffer>): Promise<Buffer[]> {
  const chunks: Buffer[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return chunks;
}

/** Full of one line again and again, so that the test is quick. */
const filled = (line: Buffer) => Buffer.concat(Array.from({ length: Math.ceil(MIB / line.length) }, () => line));

test("a list of refs that never ends is refused, and its connection let go", async () => {
  let number = 0;
  const line = () => pktLine(`${oid} refs/heads/${number++}-${"x".repeat(4000)}\n`);
  const { source, seen } = endless(() => Buffer.concat(Array.from({ length: 64 }, line)));
  await expect(readRefs(source, "sha1")).rejects.toMatchObject({ fault: "protocol" });
  expect(seen.bytes).toBeLessThan(MAX_HEADER_BYTES + MIB);
  expect(seen.closed).toBe(true);
});

test("capabilities that never end are refused, and their connection let go", async () => {
  const { source, seen } = endless(filled(pktLine("x".repeat(3000))), pktLine("version 2\n"));
  await expect(readCapabilities(source)).rejects.toMatchObject({ fault: "protocol" });
  expect(seen.bytes).toBeLessThan(4 * MIB);
  expect(seen.closed).toBe(true);
});

describe("an answer to a fetch", () => {
  test.each([
    ["sections before the pack", filled(DELIMITER)],
    ["lines before the pack", filled(pktLine("x".repeat(60_000)))],
  ])("with %s for ever is refused", async (_, line) => {
    const { source, seen } = endless(line);
    await expect(findPackSection(new PktReader(source))).rejects.toMatchObject({ fault: "protocol" });
    expect(seen.bytes).toBeLessThan(4 * MIB);
  });

  test("with progress for ever, and no pack, is refused", async () => {
    const { source, seen } = endless(filled(pktLine(`\x02${"x".repeat(60_000)}\r`)));
    await expect(collected(new PktReader(source).sideBand())).rejects.toMatchObject({ fault: "protocol" });
    expect(seen.bytes).toBeLessThan(4 * MIB);
  });

  test.each([
    ["empty packets", pktLine("")],
    ["empty packets of the pack's band", pktLine("\x01")],
  ])("with %s for ever is given up as one that broke off", async (_, sign) => {
    const { source } = endless(sign);
    await expect(collected(new PktReader(source).sideBand())).rejects.toMatchObject({ fault: "cut" });
  });

  test("goes on when a server that has counted for long begins to send", async () => {
    const bytes = Buffer.concat([
      filled(pktLine("")).subarray(0, 4 * 2000),
      pktLine("\x01PA"),
      filled(pktLine("")).subarray(0, 4 * 2000),
      pktLine("\x01CK"),
      FLUSH,
    ]);
    async function* source() {
      yield bytes;
    }
    expect(Buffer.concat(await collected(new PktReader(source()).sideBand())).toString()).toBe("PACK");
  });

  test("that goes on after its end is not listened to", async () => {
    const { source, seen } = endless(Buffer.alloc(1000), FLUSH);
    const reader = new PktReader(source);
    await reader.next();
    await expect(reader.drain()).rejects.toMatchObject({ fault: "protocol" });
    expect(seen.bytes).toBeLessThan(MIB);
  });
});

test("a packet that lies about its length keeps no more than the longest packet", async () => {
  const { source, seen } = endless(Buffer.alloc(1000, "x"), Buffer.from("fff0"));
  const pkt = await new PktReader(source).next();
  expect(pkt.type).toBe("data");
  expect(seen.bytes).toBeLessThan(MAX_PKT_BYTES + 1000);
});

test("a hundred megabytes of pack in the smallest pieces leaves nothing behind", async () => {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  const held = () => {
    collect();
    const { heapUsed, external, arrayBuffers } = process.memoryUsage();
    return heapUsed + external + arrayBuffers;
  };
  const chunk = filled(pktLine(`\x01${"x".repeat(300)}`));
  async function* source() {
    for (let sent = 0; sent < 104; sent++) yield chunk;
    yield FLUSH;
  }
  const before = held();
  let most = 0;
  let bytes = 0;
  for await (const slice of new PktReader(source()).sideBand()) {
    bytes += slice.length;
    if (bytes % (16 * MIB) < slice.length) most = Math.max(most, held() - before);
  }
  expect(bytes).toBeGreaterThan(100 * MIB);
  expect(most).toBeLessThan(8 * MIB);
});
