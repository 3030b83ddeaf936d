/**
 * Answers that are the same for everybody who looks: whoever asks while one is being made, or shortly after it was, is given
 * that one. So fifty viewers cost the buckets what one does. A failure is not kept.
 */
export class SharedAnswers {
  private readonly answers = new Map<string, { answer: Promise<unknown>; until: number }>();
  private readonly keepMs: number;
  private readonly now: () => number;

  /** `keepMs` counts from when an answer was asked for: so old what it says may be. 0: only while it is being made. */
  constructor(keepMs: number, now: () => number) {
    this.keepMs = keepMs;
    this.now = now;
  }

  get<T>(key: string, make: () => Promise<T>): Promise<T> {
    const known = this.answers.get(key);
    if (known && known.until > this.now()) return known.answer as Promise<T>;
    const until = this.now() + this.keepMs;
    const answer = make();
    const entry = { answer, until: Number.POSITIVE_INFINITY };
    this.answers.set(key, entry);
    const forget = () => this.answers.get(key) === entry && this.answers.delete(key);
    answer.then(() => {
      entry.until = until;
    }, forget);
    this.sweep();
    return answer;
  }

  /** After something was done: what was made before may not show it. */
  forget(): void {
    this.answers.clear();
  }

  private sweep(): void {
    const now = this.now();
    for (const [key, { until }] of this.answers) if (until <= now) this.answers.delete(key);
  }
}
