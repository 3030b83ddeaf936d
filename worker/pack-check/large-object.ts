import { createInflate, type Inflate } from "node:zlib";
import { WireError } from "../git-wire/wire-error";

/** Inflates one large object piece by piece, counting and forgetting its content. */
export class LargeObject {
  private readonly size: number;
  private readonly inflate: Inflate;
  private readonly finished: Promise<void>;
  private produced = 0;
  private fed = 0;
  private done = false;

  constructor(size: number) {
    this.size = size;
    this.inflate = createInflate({ chunkSize: 256 * 1024 });
    this.finished = new Promise((resolve, reject) => {
      this.inflate.on("data", (chunk: Buffer) => {
        this.produced += chunk.length;
        if (this.produced > size) reject(new WireError("pack", `an object is larger than the ${size} bytes it says`));
      });
      this.inflate.once("end", () => {
        this.done = true;
        resolve();
      });
      this.inflate.once("error", (cause) =>
        reject(new WireError("pack", `an object cannot be inflated (${cause.message})`, { cause })),
      );
    });
    // It is awaited in push; a failure before the next push must not count as unhandled.
    this.finished.catch(() => undefined);
  }

  /**
   * Feeds more input. zlib tells the end only when it is given a byte too many; a pack always has more after an object.
   * @returns what is left over once the object has ended, undefined while it has not
   */
  async push(input: Buffer): Promise<Buffer | undefined> {
    const written = new Promise<void>((resolve) => this.inflate.write(input, () => resolve()));
    this.fed += input.length;
    await Promise.race([this.finished, written]);
    // The end is told a turn after the last write was.
    if (!this.done) await new Promise((resolve) => setImmediate(resolve));
    if (!this.done) return undefined;
    await this.finished;
    if (this.produced !== this.size) {
      throw new WireError("pack", `an object of ${this.produced} bytes says it has ${this.size}`);
    }
    const unused = this.fed - this.inflate.bytesWritten;
    this.inflate.destroy();
    return input.subarray(input.length - unused);
  }
}
