// A git answer that is wrong within itself: what a broken server, or something between, could send. See gitprotocol-v2(5)
// for the packets and gitformat-pack(5) for the pack.
import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";

/**
 * - `error-packet`: an ERR packet in place of everything. `band-3`: half the pack, then the server's last word.
 * - `half-pack`: half the pack, then the protocol's proper end. `trailer`: the pack's checksum is wrong.
 * - `object`: an object is damaged and the checksum made anew over it. `count`: the pack says one object more than it has.
 * - `no-objects`: a proper pack of nothing. `no-end`: the protocol's end is missing, HTTP's is there. `more`: bytes follow
 *   the end. `last-byte`: the connection is reset before the answer's last byte.
 */
export const SPOILS = [
  "error-packet",
  "band-3",
  "half-pack",
  "trailer",
  "object",
  "count",
  "no-objects",
  "no-end",
  "more",
  "last-byte",
] as const;

export type Spoil = (typeof SPOILS)[number];

/** Holds the answer back until it is whole, and sends what `spoil` makes of it. Not for answers of gigabytes. */
export function spoilAnswer(res: ServerResponse, how: Spoil): void {
  const write = res.write.bind(res) as (bytes: Buffer) => boolean;
  const end = res.end.bind(res) as () => ServerResponse;
  const chunks: Buffer[] = [];
  const take = (given: unknown[]) => {
    const [chunk] = given;
    if (typeof chunk === "string" || chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk as Uint8Array));
    const done = given.findLast((each) => typeof each === "function") as (() => void) | undefined;
    done?.();
  };
  res.write = ((...given: unknown[]) => {
    take(given);
    return true;
  }) as ServerResponse["write"];
  res.end = ((...given: unknown[]) => {
    take(given);
    write(spoil(Buffer.concat(chunks), how));
    // One turn later, so that what was written before has left this process.
    if (how === "last-byte") setImmediate(() => res.socket?.resetAndDestroy());
    else end();
    return res;
  }) as ServerResponse["end"];
}

const FLUSH = Buffer.from("0000");

/** An answer without a pack, as a list of refs is one, can only lose its end; else it comes out as it is. */
export function spoil(answer: Buffer, how: Spoil): Buffer {
  const begin = answer.indexOf("000dpackfile\n");
  if (begin < 0) return how === "no-end" && answer.subarray(-4).equals(FLUSH) ? answer.subarray(0, -4) : answer;
  const head = answer.subarray(0, begin + "000dpackfile\n".length);
  const pack = packIn(answer.subarray(head.length));
  const half = pack.subarray(0, pack.length >> 1);
  switch (how) {
    case "error-packet":
      return packet(Buffer.from("ERR the storage behind this repository is away\n"));
    case "band-3":
      return Buffer.concat([head, framed(half), packet(Buffer.from("\x03fatal: the disk has gone\n"))]);
    case "half-pack":
      return Buffer.concat([head, framed(half), FLUSH]);
    case "trailer":
      return Buffer.concat([head, framed(flipped(pack, pack.length - 1)), FLUSH]);
    case "object":
      return Buffer.concat([head, framed(signed(flipped(pack, pack.length >> 1), pack)), FLUSH]);
    case "count":
      return Buffer.concat([head, framed(signed(recounted(pack), pack)), FLUSH]);
    case "no-objects":
      return Buffer.concat([head, framed(nothing(pack)), FLUSH]);
    case "no-end":
      return Buffer.concat([head, framed(pack)]);
    case "more":
      return Buffer.concat([head, framed(pack), FLUSH, packet(Buffer.from("\x01more"))]);
    case "last-byte":
      return answer.subarray(0, answer.length - 1);
  }
}

/** The payload of side band 1. */
function packIn(packets: Buffer): Buffer {
  const slices: Buffer[] = [];
  for (let at = 0; at < packets.length; ) {
    const length = Number.parseInt(packets.toString("latin1", at, at + 4), 16);
    if (!(length > 4)) break;
    if (packets[at + 4] === 1) slices.push(packets.subarray(at + 5, at + length));
    at += length;
  }
  return Buffer.concat(slices);
}

/** As much as one packet of side band 1 holds. */
const SLICE = 65_515;

function framed(pack: Buffer): Buffer {
  const packets: Buffer[] = [];
  for (let at = 0; at < pack.length; at += SLICE)
    packets.push(packet(Buffer.concat([Buffer.from([1]), pack.subarray(at, at + SLICE)])));
  return Buffer.concat(packets);
}

function packet(payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from((payload.length + 4).toString(16).padStart(4, "0")), payload]);
}

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

function recounted(pack: Buffer): Buffer {
  const copy = Buffer.from(pack);
  copy.writeUInt32BE(copy.readUInt32BE(8) + 1, 8);
  return copy;
}

function nothing(pack: Buffer): Buffer {
  const header = Buffer.from(pack.subarray(0, 12));
  header.writeUInt32BE(0, 8);
  return signed(Buffer.concat([header, Buffer.alloc(trailerLength(pack))]), pack);
}

/** With a checksum that fits, of the same kind as `like` has. */
function signed(pack: Buffer, like: Buffer): Buffer {
  const length = trailerLength(like);
  const content = pack.subarray(0, pack.length - length);
  return Buffer.concat([
    content,
    createHash(length === 20 ? "sha1" : "sha256")
      .update(content)
      .digest(),
  ]);
}

function trailerLength(pack: Buffer): 20 | 32 {
  const sha1 = createHash("sha1").update(pack.subarray(0, -20)).digest();
  return sha1.equals(pack.subarray(-20)) ? 20 : 32;
}
