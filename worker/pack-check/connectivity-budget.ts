/** Bytes of scratch disk that all streams of a run share. What is taken never exceeds the total. */
export class ScratchBudget {
  private readonly total: number;
  private taken = 0;

  constructor(total: number) {
    this.total = total;
  }

  get free(): number {
    return this.total - this.taken;
  }

  /** False, and nothing is taken, when so much is not free. */
  take(bytes: number): boolean {
    if (bytes > this.free) return false;
    this.taken += bytes;
    return true;
  }

  give(bytes: number): void {
    this.taken -= bytes;
  }
}
