import { setTimeout as sleep } from "node:timers/promises";

/** What comes in time, or undefined; the work goes on all the same, for whoever asks next. @throws what the work throws in time */
export async function soon<T>(work: Promise<T>, patienceMs: number): Promise<T | undefined> {
  const over = new AbortController();
  const late = sleep(patienceMs, undefined, { signal: over.signal }).catch(() => undefined);
  // What fails later is told when it is asked for again.
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort();
  }
}
