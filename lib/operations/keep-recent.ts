/** A bounded memory of answers that never change: the least recently used goes first. Concurrent askers share one load. */
export class KeepRecent<T> {
  private readonly values = new Map<string, { value: T; weight: number }>();
  private readonly loading = new Map<string, Promise<T>>();
  private readonly limit: number;
  private readonly weigh: (value: T) => number;
  private total = 0;

  /** `limit` is the sum of what `weigh` gives; one each by default. A value heavier than all is not kept. */
  constructor(limit: number, weigh: (value: T) => number = () => 1) {
    this.limit = limit;
    this.weigh = weigh;
  }

  /** The kept value, or what `load` gives. `keep` may say that a loaded value is not final. A failure is not kept. */
  async get(key: string, load: () => Promise<T>, keep: (value: T) => boolean = () => true): Promise<T> {
    const kept = this.values.get(key);
    if (kept) {
      this.values.delete(key);
      this.values.set(key, kept);
      return kept.value;
    }
    const running = this.loading.get(key) ?? this.start(key, load, keep);
    return running;
  }

  /** Kept, or being loaded. */
  has(key: string): boolean {
    return this.values.has(key) || this.loading.has(key);
  }

  private start(key: string, load: () => Promise<T>, keep: (value: T) => boolean): Promise<T> {
    const work = load()
      .then((value) => {
        if (keep(value)) this.put(key, value);
        return value;
      })
      .finally(() => this.loading.delete(key));
    this.loading.set(key, work);
    return work;
  }

  private put(key: string, value: T): void {
    const weight = this.weigh(value);
    if (weight > this.limit) return;
    this.values.set(key, { value, weight });
    this.total += weight;
    for (const [oldest, { weight: freed }] of this.values) {
      if (this.total <= this.limit) break;
      this.values.delete(oldest);
      this.total -= freed;
    }
  }
}
