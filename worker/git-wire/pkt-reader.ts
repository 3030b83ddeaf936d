import { MAX_PKT_BYTES } from "./pkt-line";
import { WireError } from "./wire-error";

export type Pkt = { type: "data"; data: Buffer } | { type: "flush" | "delimiter" | "response-end" | "eof" };

/** Of one answer, all that is not pack: capabilities, sections, progress. A list of refs may have more. */
const MOST_LINE_BYTES = 1024 * 1024;

/** In a row, one every five seconds: four hours of counting objects. */
const MOST_KEEP_ALIVES = 2880;

const EOF_LENGTH = -1;
const EMPTY = Buffer.alloc(0);

/** Reads pkt-lines from a byte stream; pack data passes through in slices, without being put together or copied. */
export class PktReader {
  private readonly source: AsyncIterator<Uint8Array>;
  private buffered: Buffer = EMPTY;
  private readonly mostLineBytes: number;
  private lineBytes = 0;

  constructor(source: AsyncIterable<Uint8Array>, mostLineBytes: number = MOST_LINE_BYTES) {
    this.source = source[Symbol.asyncIterator]();
    this.mostLineBytes = mostLineBytes;
  }

  async next(): Promise<Pkt> {
    const length = await this.readLength();
    if (length === EOF_LENGTH) return { type: "eof" };
    this.count(Math.max(length, 4));
    if (length === 0) return { type: "flush" };
    if (length === 1) return { type: "delimiter" };
    if (length === 2) return { type: "response-end" };
    await this.need(length - 4);
    return { type: "data", data: this.take(length - 4) };
  }

  /**
   * The payload of side band 1 until the flush packet. An empty band-1 packet is a keep-alive (the server counts
   * objects). Band 2 is progress; band 3 is the server's last word and throws.
   */
  async *sideBand(onProgress?: (text: string) => void): AsyncGenerator<Buffer> {
    for (let idle = 0; ; ) {
      const length = await this.readLength();
      if (length === EOF_LENGTH) throw new WireError("cut", "the connection ended before the pack was complete");
      if (length === 0 || length === 2) return;
      if (length === 4 || length === 5) idle += 1;
      if (idle > MOST_KEEP_ALIVES) throw new WireError("cut", "for hours the server sent signs of life, and no pack");
      if (length === 4) continue;
      if (length < 5) throw new WireError("protocol", `a side-band packet of length ${length}`);
      await this.need(1);
      const band = this.take(1)[0];
      if (band === 1) {
        if (length > 5) idle = 0;
        yield* this.slices(length - 5);
      } else await this.readMessage(band, length - 5, onProgress);
    }
  }

  /**
   * Reads to the end of the body, which must be empty by now. Without this the socket would never go back to the pool
   * and its slot would hang until the server's keep-alive expires.
   */
  async drain(): Promise<void> {
    // Whoever goes on talking is not listened to: that could be for ever.
    while (this.buffered.length === 0) if (!(await this.more())) return;
    throw new WireError("protocol", "unexpected bytes after the last packet");
  }

  /** Gives the connection up when its owner stops early; harmless after the end. */
  async close(): Promise<void> {
    await this.source.return?.();
  }

  private async *slices(length: number): AsyncGenerator<Buffer> {
    let left = length;
    while (left > 0) {
      if (this.buffered.length === 0 && !(await this.more()))
        throw new WireError("cut", "the connection ended inside the pack");
      const slice = this.take(Math.min(left, this.buffered.length));
      left -= slice.length;
      yield slice;
    }
  }

  private async readMessage(
    band: number | undefined,
    length: number,
    onProgress?: (text: string) => void,
  ): Promise<void> {
    this.count(length);
    await this.need(length);
    const text = this.take(length).toString("utf8").trim();
    if (band === 2) onProgress?.(text);
    else if (band === 3) throw new WireError("remote", text);
    else throw new WireError("protocol", `unknown side band ${band}`);
  }

  private async readLength(): Promise<number> {
    if (this.buffered.length === 0 && !(await this.more())) return EOF_LENGTH;
    await this.need(4);
    const digits = this.take(4).toString("latin1");
    if (!/^[0-9a-fA-F]{4}$/.test(digits))
      throw new WireError("protocol", `${JSON.stringify(digits)} is not a packet length`);
    const length = Number.parseInt(digits, 16);
    if (length === 3 || length > MAX_PKT_BYTES) throw new WireError("protocol", `a packet of length ${length}`);
    return length;
  }

  private count(bytes: number): void {
    this.lineBytes += bytes;
    if (this.lineBytes > this.mostLineBytes)
      throw new WireError("protocol", `more than ${this.mostLineBytes / 2 ** 20} MiB came that are not pack`);
  }

  private async need(length: number): Promise<void> {
    while (this.buffered.length < length) {
      if (!(await this.more())) throw new WireError("cut", "the connection ended inside a packet");
    }
  }

  private async more(): Promise<boolean> {
    const { done, value } = await this.source.next();
    if (done) return false;
    const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    this.buffered = this.buffered.length > 0 ? Buffer.concat([this.buffered, bytes]) : bytes;
    return true;
  }

  private take(length: number): Buffer {
    const taken = this.buffered.subarray(0, length);
    this.buffered = this.buffered.subarray(length);
    return taken;
  }
}
