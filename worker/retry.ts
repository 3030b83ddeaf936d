import { setTimeout as sleep } from "node:timers/promises";
import { asAppError } from "@/lib/domain/errors";

/** First pause; each further one is four times as long, with up to half of it added at random so that streams spread out. */
const FIRST_PAUSE_MS = 1000;

/** Repeats `attempt` while it fails with a retryable error. The last error is thrown as it is. */
export async function retry<T>(
  attempts: number,
  attempt: (number: number) => Promise<T>,
  onRetry: (error: Error, pauseMs: number) => void,
  signal?: AbortSignal,
): Promise<T> {
  for (let number = 1; ; number++) {
    try {
      return await attempt(number);
    } catch (error) {
      const known = asAppError(error);
      if (number >= attempts || !known.retryable || signal?.aborted) throw error;
      const pauseMs = Math.round(FIRST_PAUSE_MS * 4 ** (number - 1) * (1 + Math.random() / 2));
      onRetry(known, pauseMs);
      await sleep(pauseMs, undefined, { signal });
    }
  }
}
