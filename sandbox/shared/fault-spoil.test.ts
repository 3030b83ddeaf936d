import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { type Spoil, spoil } from "./fault-spoil";

const packet = (payload: Buffer) =>
  Buffer.concat([Buffer.from((payload.length + 4).toString(16).padStart(4, "0")), payload]);
const band = (number: number, data: Buffer | string) =>
  packet(Buffer.concat([Buffer.from([number]), Buffer.from(data)]));

/** "PACK", version 2, three objects, some content, and the checksum of all that. */
const content = Buffer.concat([Buffer.from("PACK"), Buffer.from([0, 0, 0, 2, 0, 0, 0, 3]), Buffer.alloc(100_000, 7)]);
const signed = (bytes: Buffer) => Buffer.concat([bytes, createHash("sha1").update(bytes).digest()]);
const pack = signed(content);
const head = "000dpackfile\n";
const answer = Buffer.concat([
  Buffer.from(head),
  band(2, "counting"),
  band(1, pack.subarray(0, 40_000)),
  band(1, pack.subarray(40_000)),
  Buffer.from("0000"),
]);

/** What a client takes out of an answer: the pack, and whether the protocol's end was there. */
function read(bytes: Buffer): { pack: Buffer; end: string } {
  const slices: Buffer[] = [];
  let at = head.length;
  for (; at < bytes.length && bytes.toString("latin1", at, at + 4) !== "0000"; ) {
    const length = Number.parseInt(bytes.toString("latin1", at, at + 4), 16);
    if (bytes[at + 4] === 1) slices.push(bytes.subarray(at + 5, at + length));
    at += length;
  }
  return { pack: Buffer.concat(slices), end: bytes.toString("latin1", at) };
}
const isSigned = (bytes: Buffer) => signed(bytes.subarray(0, -20)).equals(bytes);

test.each<[Spoil, (found: ReturnType<typeof read>) => boolean]>([
  ["half-pack", ({ pack: half, end }) => half.length === pack.length >> 1 && end === "0000"],
  ["trailer", ({ pack: other, end }) => !isSigned(other) && other.length === pack.length && end === "0000"],
  ["object", ({ pack: other }) => isSigned(other) && !other.equals(pack) && other.length === pack.length],
  ["count", ({ pack: other }) => isSigned(other) && other.readUInt32BE(8) === 4],
  ["no-objects", ({ pack: empty }) => isSigned(empty) && empty.length === 32 && empty.readUInt32BE(8) === 0],
  ["no-end", ({ pack: same, end }) => same.equals(pack) && end === ""],
  ["more", ({ pack: same, end }) => same.equals(pack) && end.length > 4],
])("%s is just that, and right in all else", (how, holds) => {
  expect(holds(read(spoil(answer, how)))).toBe(true);
});

test("words of the server come in their packets; the last byte can be missing", () => {
  expect(spoil(answer, "error-packet").toString("latin1")).toMatch(/^[0-9a-f]{4}ERR .*\n$/);
  expect(spoil(answer, "band-3").toString("latin1")).toMatch(/fatal: the disk has gone\n$/);
  expect(spoil(answer, "last-byte").equals(answer.subarray(0, -1))).toBe(true);
});

test("an answer without a pack is left alone, except that it can lose its end", () => {
  const list = Buffer.from("003d0123456789012345678901234567890123456789 refs/heads/main\n0000");
  expect(spoil(list, "half-pack")).toBe(list);
  expect(spoil(list, "no-end").equals(list.subarray(0, -4))).toBe(true);
});
