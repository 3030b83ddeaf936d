import { nextPace, type Pace, type PaceEvent, startPace } from "./pace";

/** Works on items, as many at a time as the pace allows; what is under way always goes on to its end. */
export class AdaptivePool {
  private pace: Pace;
  private readonly onChange: (limit: number, before: number) => void;
  private wake: () => void = () => undefined;

  /** `onChange` is told of each new limit. */
  constructor(ceiling: number, onChange: (limit: number, before: number) => void = () => undefined) {
    this.pace = startPace(ceiling);
    this.onChange = onChange;
  }

  get limit(): number {
    return this.pace.limit;
  }

  note(event: PaceEvent): void {
    const before = this.pace.limit;
    this.pace = nextPace(this.pace, event);
    if (this.pace.limit === before) return;
    this.onChange(this.pace.limit, before);
    this.wake();
  }

  /**
   * Runs `work` over `items` in their order. The first error stops new starts, and is thrown after those under way have
   * ended.
   */
  run<T>(items: Iterable<T>, work: (item: T) => Promise<void>): Promise<void> {
    const queue = items[Symbol.iterator]();
    let active = 0;
    let exhausted = false;
    let failure: { error: unknown } | undefined;
    return new Promise((resolve, reject) => {
      const begin = async (item: T) => {
        active += 1;
        try {
          await work(item);
        } catch (error) {
          failure ??= { error };
        }
        active -= 1;
        this.wake();
      };
      this.wake = () => {
        while (!exhausted && !failure && active < this.limit) {
          const next = queue.next();
          if (next.done) exhausted = true;
          else void begin(next.value);
        }
        if (active > 0) return;
        if (failure) reject(failure.error);
        else if (exhausted) resolve();
      };
      this.wake();
    });
  }
}
