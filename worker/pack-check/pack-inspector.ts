// Inflates every object of a pack as it streams by: zlib's own checksum, each size, the count, and that nothing is over.
// Deltas are not resolved. This finds rot on the server's disk, over which a server computes a fresh trailer.
import { WireError } from "../git-wire/wire-error";
import { deltaResultSize, type ObjectHead, readObjectHead } from "./object-head";
import { ObjectInflater } from "./object-inflater";

const PACK_HEAD_BYTES = 12;
const EMPTY = Buffer.alloc(0);

export interface Inspected {
  objects: number;
  /** Bytes of the largest object, inflated; 0 without any. */
  largestBytes: number;
}

export class PackInspector {
  private readonly hashLength: number;
  private readonly inflater = new ObjectInflater();
  /** The beginning of a head whose rest has not come yet; after the last object, the trailer. */
  private pending: Buffer = EMPTY;
  private objects?: number;
  private left = 0;
  /** Of the object that is being inflated. */
  private head?: ObjectHead;
  private largestBytes = 0;

  constructor(objectFormat: "sha1" | "sha256") {
    this.hashLength = objectFormat === "sha1" ? 20 : 32;
  }

  /** @throws WireError pack */
  push(chunk: Buffer): void {
    const input = this.pending.length > 0 ? Buffer.concat([this.pending, chunk]) : chunk;
    const used = this.work(input);
    // A copy, so that a few bytes do not keep their chunk alive.
    this.pending = used < input.length ? Buffer.from(input.subarray(used)) : EMPTY;
    if (this.objects !== undefined && this.left === 0 && this.pending.length > this.hashLength)
      throw new WireError("pack", "bytes are left over after the last object");
  }

  /** @throws WireError pack */
  end(): Inspected {
    if (this.objects === undefined || this.left > 0)
      throw new WireError("pack", `it ends with ${this.left} objects missing`);
    if (this.pending.length !== this.hashLength) throw new WireError("pack", "it ends inside its checksum");
    return { objects: this.objects, largestBytes: this.largestBytes };
  }

  close(): void {
    this.inflater.close();
  }

  /** Goes through the input as far as it can be understood. Returns how far that was. */
  private work(input: Buffer): number {
    let at = 0;
    if (this.objects === undefined) {
      if (input.length < PACK_HEAD_BYTES) return 0;
      this.objects = this.left = input.readUInt32BE(8);
      at = PACK_HEAD_BYTES;
    }
    while (this.left > 0) {
      if (!this.head) {
        this.head = readObjectHead(input, at, this.hashLength);
        if (!this.head) return at;
        this.inflater.begin(this.head.size);
        at = this.head.dataAt;
      }
      const end = this.inflater.feed(input, at);
      if (end === undefined) return input.length;
      const { isDelta, size } = this.head;
      this.largestBytes = Math.max(this.largestBytes, isDelta ? deltaResultSize(this.inflater.beginning) : size);
      this.head = undefined;
      this.left -= 1;
      at = end;
    }
    return at;
  }
}
