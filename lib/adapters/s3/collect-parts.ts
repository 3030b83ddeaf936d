import type { PartBudget } from "./part-budget";
import { SourceError } from "./source-error";

/** S3's own minimum is 5 MiB; 8 keeps small repositories in a single put. */
const FIRST_PART_BYTES = 8 * 1024 * 1024;
/** At most 10,000 parts an upload: doubling every thousand reaches 2.4 TiB with this cap, in little memory for small objects. */
const PARTS_PER_SIZE = 1000;
const LARGEST_PART_BYTES = 512 * 1024 * 1024;
/** What a part may hold before it asks the budget: most repositories never do. */
const UNBUDGETED_BYTES = 512 * 1024;
const FIRST_BUFFER_BYTES = 32 * 1024;

export function partBytes(index: number): number {
  return Math.min(LARGEST_PART_BYTES, FIRST_PART_BYTES * 2 ** Math.floor(index / PARTS_PER_SIZE));
}

export interface Part {
  bytes: Uint8Array;
  /** To be called once the bytes are no longer needed. */
  release(): void;
}

/** Cuts a stream into parts for a multipart upload; an error of the source comes out as SourceError. */
export async function* collectParts(
  source: AsyncIterable<Uint8Array>,
  budget: PartBudget,
): AsyncGenerator<Part, undefined, undefined> {
  let part = new GrowingPart(partBytes(0), budget);
  let index = 0;
  try {
    for await (const chunk of marked(source)) {
      let rest = chunk;
      while (rest.length > 0) {
        rest = await part.add(rest);
        if (!part.full) continue;
        yield part.close();
        index += 1;
        part = new GrowingPart(partBytes(index), budget);
      }
    }
    if (part.length > 0) yield part.close();
  } finally {
    part.abandon();
  }
}

/** One buffer: small as long as it holds little, of the whole part's size from then on. So a part is in memory once. */
class GrowingPart {
  private readonly limit: number;
  private readonly budget: PartBudget;
  private buffer: Buffer = Buffer.allocUnsafeSlow(FIRST_BUFFER_BYTES);
  private taken = 0;
  private closed = false;
  length = 0;

  constructor(limit: number, budget: PartBudget) {
    this.limit = limit;
    this.budget = budget;
  }

  get full(): boolean {
    return this.length === this.limit;
  }

  /** Takes what fits and returns the rest. */
  async add(chunk: Uint8Array): Promise<Uint8Array> {
    const fits = chunk.subarray(0, this.limit - this.length);
    const needed = this.length + fits.length;
    if (needed > this.buffer.length) await this.grow(needed);
    this.buffer.set(fits, this.length);
    this.length = needed;
    return chunk.subarray(fits.length);
  }

  close(): Part {
    this.closed = true;
    return { bytes: this.buffer.subarray(0, this.length), release: () => this.giveBack() };
  }

  abandon(): void {
    if (!this.closed) this.giveBack();
    this.closed = true;
  }

  private async grow(needed: number): Promise<void> {
    let larger: Buffer;
    if (needed > UNBUDGETED_BYTES) {
      this.taken = await this.budget.take(this.limit);
      larger = this.budget.buffer(this.limit);
    } else larger = Buffer.allocUnsafeSlow(Math.min(UNBUDGETED_BYTES, this.buffer.length * 4));
    this.buffer.copy(larger, 0, 0, this.length);
    this.buffer = larger;
    if (needed > larger.length) await this.grow(needed);
  }

  private giveBack(): void {
    if (this.taken === 0) return;
    this.budget.keep(this.buffer);
    this.budget.giveBack(this.taken);
    this.taken = 0;
  }
}

async function* marked(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* source;
  } catch (cause) {
    throw new SourceError("the source ended with an error", { cause });
  }
}
