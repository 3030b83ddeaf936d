import type { Limits } from "./limits";

const HOUR_SECONDS = 3600;
const ANONYMOUS_PER_HOUR = 60;

/** A creation is a write too. */
export type Kind = "read" | "write" | "creation";

interface Window {
  used: number;
  /** Seconds since 1970. */
  resetsAt: number;
  recent: { at: number; points: number; kind: Kind }[];
}

export interface RateLimit {
  limit: number;
  used: number;
  remaining: number;
  reset: number;
}

/** Counts requests for each caller, against the primary limit of an hour and the secondary ones of a minute. */
export class RateLimits {
  private readonly limits: Limits;
  private readonly now: () => Date;
  private readonly windows = new Map<string, Window>();

  constructor(limits: Limits, now: () => Date) {
    this.limits = limits;
    this.now = now;
  }

  /** Counts one request; says which limit refuses it. Refused requests count too, as at GitHub. */
  count(caller: string, kind: Kind): "passed" | "primary" | "secondary" {
    const window = this.window(caller);
    const at = this.now().getTime();
    window.used += 1;
    const { pointsPerMinute, writesPerMinute, creationsPerMinute, minuteSeconds } = this.limits;
    window.recent = window.recent.filter((each) => at - each.at < minuteSeconds * 1000);
    window.recent.push({ at, kind, points: kind === "read" ? 1 : 5 });
    if (window.used > this.limitOf(caller)) return "primary";
    const points = window.recent.reduce((sum, each) => sum + each.points, 0);
    if (pointsPerMinute !== null && points > pointsPerMinute) return "secondary";
    const writes = window.recent.filter((each) => each.kind !== "read").length;
    if (kind !== "read" && writesPerMinute !== null && writes > writesPerMinute) return "secondary";
    const creations = window.recent.filter((each) => each.kind === "creation").length;
    if (kind === "creation" && creationsPerMinute !== null && creations > creationsPerMinute) return "secondary";
    return "passed";
  }

  /** Takes back one request: a 304 costs nothing of the primary limit. */
  refund(caller: string): void {
    this.window(caller).used -= 1;
  }

  read(caller: string): RateLimit {
    const { used, resetsAt } = this.window(caller);
    const limit = this.limitOf(caller);
    return { limit, used: Math.min(used, limit), remaining: Math.max(0, limit - used), reset: resetsAt };
  }

  /** Starts all counts again. */
  reset(): void {
    this.windows.clear();
  }

  private limitOf(caller: string): number {
    return caller === "anonymous" ? ANONYMOUS_PER_HOUR : this.limits.primaryPerHour;
  }

  private window(caller: string): Window {
    const seconds = Math.floor(this.now().getTime() / 1000);
    const known = this.windows.get(caller);
    if (known && known.resetsAt > seconds) return known;
    const fresh: Window = { used: 0, resetsAt: seconds + HOUR_SECONDS, recent: known?.recent ?? [] };
    this.windows.set(caller, fresh);
    return fresh;
  }
}
