import { setTimeout as sleep } from "node:timers/promises";
import { CREATION_RATES, nextAllowed, type Rate, WRITE_RATES } from "@/lib/domain/github-limits";

/** A wait that is shorter is not worth a word. */
const NEWS_MS = 5000;

export interface PaceOptions {
  signal?: AbortSignal;
  /** Told of a longer wait, when it begins. */
  onWait?: (until: Date) => void;
  clock?: PaceClock;
}

export interface PaceClock {
  now: () => number;
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

const REAL: PaceClock = { now: () => Date.now(), sleep: (ms, signal) => sleep(ms, undefined, { signal }) };

/** Spaces changes out as GitHub asks for, before it refuses them: one for all requests of an App. */
export class WritePace {
  private readonly options: PaceOptions;
  private readonly times = { write: [] as number[], creation: [] as number[] };

  constructor(options: PaceOptions = {}) {
    this.options = options;
  }

  /** Resolves when the next change may be made. Whoever asks first goes first. */
  async turn(kind: "write" | "creation"): Promise<void> {
    const { clock = REAL, signal } = this.options;
    const now = clock.now();
    const write = this.next("write", WRITE_RATES, now);
    const at = kind === "creation" ? this.next("creation", CREATION_RATES, write) : write;
    // Taken before it is waited for: the next one is planned behind it.
    this.times.write.push(at);
    if (kind === "creation") this.times.creation.push(at);
    if (at - now > NEWS_MS) this.options.onWait?.(new Date(at));
    if (at > now) await clock.sleep(at - now, signal);
  }

  private next(kind: "write" | "creation", rates: readonly Rate[], now: number): number {
    const times = this.times[kind];
    const longest = Math.max(...rates.map(({ ms }) => ms));
    // What is older than the longest window bears on nothing.
    while (times[0] !== undefined && times[0] < now - longest) times.shift();
    return Math.max(nextAllowed(times, rates, now), times.at(-1) ?? 0);
  }
}
