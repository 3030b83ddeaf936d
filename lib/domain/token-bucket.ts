// How often somebody may do something: an allowance that is used up at once or bit by bit, and fills again by the minute.

/** What is left of an allowance, and as of when (ms). */
export interface Bucket {
  left: number;
  at: number;
}

/** After this long without use an allowance is whole again, however small it is. */
export const FULL_AGAIN_MS = 60_000;

/**
 * Takes one of `perMinute`; a bucket that is not there is full. `waitSeconds` is 0 when it was there to take, else when the
 * next one will be. A clock that is put back gives nothing and takes nothing.
 */
export function takeOne(
  bucket: Bucket | undefined,
  perMinute: number,
  now: number,
): { bucket: Bucket; waitSeconds: number } {
  const before = bucket ?? { left: perMinute, at: now };
  const filled = (Math.max(0, now - before.at) / FULL_AGAIN_MS) * perMinute;
  const left = Math.min(perMinute, before.left + filled);
  if (left >= 1) return { bucket: { left: left - 1, at: now }, waitSeconds: 0 };
  const waitMs = ((1 - left) / perMinute) * FULL_AGAIN_MS;
  return { bucket: { left, at: now }, waitSeconds: Math.max(1, Math.ceil(waitMs / 1000)) };
}
