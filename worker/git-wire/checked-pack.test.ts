import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { checkedPack, type PackFacts } from "./checked-pack";

function pack(objects: number, body: Buffer, format: "sha1" | "sha256" = "sha1"): Buffer {
  const head = Buffer.alloc(12);
  head.write("PACK", 0, "latin1");
  head.writeUInt32BE(2, 4);
  head.writeUInt32BE(objects, 8);
  const content = Buffer.concat([head, body]);
  return Buffer.concat([content, createHash(format).update(content).digest()]);
}

async function check(
  bytes: Buffer,
  chunk: number,
  format: "sha1" | "sha256" = "sha1",
): Promise<{ passed: Buffer; facts?: PackFacts }> {
  async function* source() {
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
  }
  const passed: Buffer[] = [];
  let facts: PackFacts | undefined;
  const checked = checkedPack(source(), format, (told) => {
    facts = told;
  });
  for await (const each of checked) passed.push(each);
  return { passed: Buffer.concat(passed), facts };
}

test.each([1, 5, 19, 20, 21, 64, 100_000])(
  "a whole pack passes unchanged and is counted, in chunks of %i",
  async (chunk) => {
    for (const format of ["sha1", "sha256"] as const) {
      const bytes = pack(3, Buffer.from("objects would stand here".repeat(40)), format);
      const { passed, facts } = await check(bytes, chunk, format);
      expect(passed.equals(bytes)).toBe(true);
      expect(facts).toEqual({ objects: 3, bytes: bytes.length });
    }
  },
);

const whole = pack(3, Buffer.from("objects".repeat(100)));

test.each([
  ["one bit flipped", Buffer.from(whole.map((byte, index) => (index === 50 ? byte ^ 1 : byte)))],
  ["one byte short", whole.subarray(0, -1)],
  ["not a pack", Buffer.from("<html>sorry</html>".repeat(10))],
  ["nothing", Buffer.alloc(0)],
])("%s is an error", async (_, damaged) => {
  await expect(check(damaged, 33)).rejects.toMatchObject({ fault: "pack" });
});
