import { setTimeout as sleep } from "node:timers/promises";
import { nextAllowed, PUSHES_PER_MINUTE } from "@/lib/domain/github-limits";

/** Spaces the pushes to one repository out as GitHub asks for: six a minute. A few in a row go at once. */
export class PushPace {
  private readonly on: boolean;
  private readonly signal: AbortSignal;
  private readonly times: number[] = [];

  constructor(on: boolean, signal: AbortSignal) {
    this.on = on;
    this.signal = signal;
  }

  async turn(): Promise<void> {
    const now = Date.now();
    const at = this.on ? nextAllowed(this.times, [{ count: PUSHES_PER_MINUTE, ms: 60_000 }], now) : now;
    this.times.push(at);
    if (at > now) await sleep(at - now, undefined, { signal: this.signal });
  }
}
