/** Scratch disk that all proofs of a run share: whoever needs more than is free waits for its turn. */
export class ScratchGate {
  readonly total: number;
  private taken = 0;
  private readonly waiting: { bytes: number; go: () => void }[] = [];

  constructor(total: number) {
    this.total = total;
  }

  /** Runs `work` when `bytes` are free; they are given back at its end. More than the total is never free. */
  async with<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    await this.take(bytes);
    try {
      return await work();
    } finally {
      this.taken -= bytes;
      this.next();
    }
  }

  private take(bytes: number): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push({ bytes, go: resolve });
      this.next();
    });
  }

  /** In their order: a large one that waits is not overtaken for ever by small ones. */
  private next(): void {
    for (let first = this.waiting[0]; first && first.bytes <= this.total - this.taken; first = this.waiting[0]) {
      this.waiting.shift();
      this.taken += first.bytes;
      first.go();
    }
  }
}
