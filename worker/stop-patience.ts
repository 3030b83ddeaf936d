import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

export interface Stopping {
  /** Aborted when the run is told to stop. */
  signal: AbortSignal;
  /** What is under way then has so long to come to its end. */
  patienceMs: number;
}

/**
 * `work`, for as long as there is time. What is told to stop ends by itself, nearly always at once; but a request may hang
 * that cannot be aborted, and the process is killed some time after the signal (ECS: stopTimeout). So work that has not
 * ended `patienceMs` after the signal is left behind, and the last word of the run is written in time.
 * @throws the signal's reason, once patience is at its end
 */
export async function inTime<T>(work: Promise<T>, { signal, patienceMs }: Stopping): Promise<T> {
  const ended = new AbortController();
  const late = async (): Promise<never> => {
    if (!signal.aborted) await once(signal, "abort", { signal: ended.signal });
    await sleep(patienceMs, undefined, { signal: ended.signal });
    throw signal.reason;
  };
  const tooLate = late();
  // The loser of the race has nothing more to tell.
  tooLate.catch(() => undefined);
  work.catch(() => undefined);
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    ended.abort();
  }
}
