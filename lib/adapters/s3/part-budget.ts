/**
 * One memory budget for the parts of all uploads, first come first served. A part takes its bytes before it grows large
 * and gives them back once S3 has it; a part under way always ends, so waiting for the next one cannot lock up.
 */
export class PartBudget {
  private readonly total: number;
  private free: number;
  private readonly waiting: { bytes: number; go: () => void }[] = [];
  /** Buffers whose part was sent. Used again, they spare both the collector and the memory that waits for it. */
  private readonly spare: Buffer[] = [];

  constructor(totalBytes: number) {
    this.total = totalBytes;
    this.free = totalBytes;
  }

  /** Resolves to what is to be given back. More than the whole budget is taken as the whole budget. */
  async take(bytes: number): Promise<number> {
    const wanted = Math.min(bytes, this.total);
    if (this.waiting.length === 0 && this.free >= wanted) this.free -= wanted;
    else await new Promise<void>((go) => this.waiting.push({ bytes: wanted, go }));
    return wanted;
  }

  giveBack(bytes: number): void {
    this.free += bytes;
    for (let next = this.waiting[0]; next && this.free >= next.bytes; next = this.waiting[0]) {
      this.waiting.shift();
      this.free -= next.bytes;
      next.go();
    }
  }

  /** A buffer of so many bytes, whose content is arbitrary; to be asked for once the bytes are taken. */
  buffer(bytes: number): Buffer {
    const at = this.spare.findIndex((each) => each.length === bytes);
    const [found] = at < 0 ? [] : this.spare.splice(at, 1);
    if (found) return found;
    // Parts have grown: buffers of the old size would only take room.
    this.spare.length = 0;
    return Buffer.allocUnsafeSlow(bytes);
  }

  /** Takes a buffer that nobody looks at any more. */
  keep(buffer: Buffer): void {
    const kept = this.spare.reduce((sum, each) => sum + each.length, 0);
    if (kept + buffer.length <= this.total) this.spare.push(buffer);
  }
}
