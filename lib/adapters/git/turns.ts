import { AppError } from "@/lib/domain/errors";

/** So much at a time; a few may wait for their turn, and the others are sent away. */
export class Turns {
  private readonly width: number;
  private readonly mostWaiting: number;
  private readonly waiting: (() => void)[] = [];
  private busy = 0;

  constructor(width: number, mostWaiting: number) {
    this.width = width;
    this.mostWaiting = mostWaiting;
  }

  /** @throws AppError browse-busy; what `work` throws */
  async take<T>(work: () => Promise<T>): Promise<T> {
    const leave = await this.enter();
    try {
      return await work();
    } finally {
      leave();
    }
  }

  /** A turn that ends when the function is called. @throws AppError browse-busy */
  async enter(): Promise<() => void> {
    if (this.busy >= this.width) {
      if (this.waiting.length >= this.mostWaiting)
        throw new AppError("browse-busy", { detail: `${this.busy + this.waiting.length} are before you` });
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else this.busy += 1;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const next = this.waiting.shift();
      // The turn is handed on.
      if (next) next();
      else this.busy -= 1;
    };
  }
}
