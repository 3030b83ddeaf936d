// Inflates every object of a pack as it streams by: zlib's own checksum, each size, the count, and that nothing is over.
// Deltas are not resolved. This finds rot on the server's disk, over which a server computes a fresh trailer.
import { inflateSync } from "node:zlib";
import { WireError } from "../git-wire/wire-error";
import { LargeObject } from "./large-object";
import { readObjectHead } from "./object-head";

/** Objects up to this size are inflated in one call, which is far cheaper; larger ones in pieces, in bounded memory. */
export const SMALL_OBJECT_BYTES = 1024 * 1024;

const PACK_HEAD_BYTES = 12;
const EMPTY = Buffer.alloc(0);

export class PackInspector {
  private readonly hashLength: number;
  private pending: Buffer = EMPTY;
  private objects?: number;
  private left = 0;
  private large?: LargeObject;
  /** How much input the next object needs before another try is worth it. */
  private wanted = 0;

  constructor(objectFormat: "sha1" | "sha256") {
    this.hashLength = objectFormat === "sha1" ? 20 : 32;
  }

  /** @throws WireError pack */
  async push(chunk: Buffer): Promise<void> {
    this.pending = this.pending.length > 0 ? Buffer.concat([this.pending, chunk]) : chunk;
    if (this.pending.length >= this.wanted) await this.work(false);
  }

  /** Returns the number of objects. @throws WireError pack */
  async end(): Promise<number> {
    await this.work(true);
    if (this.objects === undefined || this.left > 0)
      throw new WireError("pack", `it ends with ${this.left} objects missing`);
    if (this.pending.length !== this.hashLength)
      throw new WireError("pack", "bytes are left over after the last object");
    return this.objects;
  }

  private async work(ended: boolean): Promise<void> {
    if (this.objects === undefined && !this.readPackHead()) return;
    while (this.left > 0) {
      if (this.large) {
        const rest = await this.large.push(this.pending);
        if (rest === undefined) {
          this.pending = EMPTY;
          return;
        }
        this.large = undefined;
        this.pending = rest;
        this.left -= 1;
      } else if (!this.nextObject(ended)) return;
    }
  }

  private readPackHead(): boolean {
    if (this.pending.length < PACK_HEAD_BYTES) return false;
    this.objects = this.pending.readUInt32BE(8);
    this.left = this.objects;
    this.pending = this.pending.subarray(PACK_HEAD_BYTES);
    return true;
  }

  /** Takes one object off the front of what is pending; false when more input is needed for it. */
  private nextObject(ended: boolean): boolean {
    const head = readObjectHead(this.pending, 0, this.hashLength);
    if (!head) return this.waitFor(this.pending.length + 1, ended);
    if (head.size > SMALL_OBJECT_BYTES) {
      this.large = new LargeObject(head.size);
      this.pending = this.pending.subarray(head.dataAt);
      this.wanted = 0;
      return true;
    }
    // What zlib needs at most for data that does not compress.
    const bound = head.dataAt + head.size + (head.size >> 8) + 128;
    if (this.pending.length < bound && !ended) return this.waitFor(bound, ended);
    const used = this.inflate(this.pending.subarray(head.dataAt, bound), head.size, ended);
    if (used === undefined) return this.waitFor(this.pending.length * 2, ended);
    this.pending = this.pending.subarray(head.dataAt + used);
    this.left -= 1;
    this.wanted = 0;
    return true;
  }

  private waitFor(bytes: number, ended: boolean): false {
    if (ended) throw new WireError("pack", "it ends inside an object");
    this.wanted = bytes;
    return false;
  }

  /** Bytes of input used, or undefined when the input was too short. */
  private inflate(input: Buffer, size: number, ended: boolean): number | undefined {
    try {
      const { buffer, engine } = inflateSync(input, {
        info: true,
        maxOutputLength: Math.max(1, size),
        chunkSize: Math.max(64, size),
      }) as unknown as {
        buffer: Buffer;
        engine: { bytesWritten: number };
      };
      if (buffer.length !== size)
        throw new WireError("pack", `an object of ${buffer.length} bytes says it has ${size}`);
      return engine.bytesWritten;
    } catch (cause) {
      if (cause instanceof WireError) throw cause;
      if ((cause as NodeJS.ErrnoException).code === "Z_BUF_ERROR" && !ended) return undefined;
      throw new WireError("pack", `an object cannot be inflated (${(cause as Error).message})`, { cause });
    }
  }
}
