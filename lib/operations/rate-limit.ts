// How often each person or address may do something, as this process remembers it: with several tasks behind the load
// balancer somebody may do as much at each of them.
import { AppError } from "@/lib/domain/errors";
import { type Bucket, FULL_AGAIN_MS, takeOne } from "@/lib/domain/token-bucket";

export class RateLimit {
  private readonly what: string;
  private readonly perMinute: number;
  private readonly most: number;
  /** Least recently used first. */
  private readonly buckets = new Map<string, Bucket>();

  /** `what` is counted, in words; of `most` different keys at a time. */
  constructor(what: string, perMinute: number, most: number) {
    this.what = what;
    this.perMinute = perMinute;
    this.most = most;
  }

  /** Counts one by `key` at `now`. @throws AppError too-many-requests */
  count(key: string, now: Date): void {
    const ms = now.getTime();
    const { bucket, waitSeconds } = takeOne(this.buckets.get(key), this.perMinute, ms);
    this.buckets.delete(key);
    this.buckets.set(key, bucket);
    this.forget(ms);
    if (waitSeconds > 0) throw new AppError("too-many-requests", { what: this.what, seconds: waitSeconds });
  }

  /** How many keys are remembered. */
  get size(): number {
    return this.buckets.size;
  }

  /** What is whole again says as much as nothing. Over the most, the oldest go: better than memory without an end. */
  private forget(now: number): void {
    for (const [key, { at }] of this.buckets) {
      if (this.buckets.size <= this.most && now - at < FULL_AGAIN_MS) return;
      this.buckets.delete(key);
    }
  }
}
