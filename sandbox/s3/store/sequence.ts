/** Numbers that only rise, also over restarts: microseconds of the clock, or one more than the last where that stands still. */
export class Sequence {
  private last = 0;

  next(): number {
    this.last = Math.max(this.last + 1, Date.now() * 1000);
    return this.last;
  }

  /** Takes note of a number that was given out before the restart. */
  observe(number: number): void {
    this.last = Math.max(this.last, number);
  }
}
