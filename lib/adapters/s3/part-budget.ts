/**
 * One memory budget for the parts of all uploads, first come first served. A part takes its bytes before it grows large
 * and gives them back once S3 has it; a part under way always ends, so waiting for the next one cannot lock up.
 */
export class PartBudget {
  private readonly total: number;
  private free: number;
  private readonly waiting: { bytes: number; go: () => void }[] = [];

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
}
