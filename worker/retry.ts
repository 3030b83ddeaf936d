import { setTimeout as sleep } from "node:timers/promises";
import { ATTEMPTS, pauseAfter } from "@/lib/domain/backoff";
import { type AppError, asAppError, type ErrorCode } from "@/lib/domain/errors";

/**
 * How often one trouble may be met, where that is less than the attempts there are. A pack that is damaged twice is damaged
 * on the server, and so is a repository the server fails over twice; each try would cost the whole transfer. A rate limit
 * has been waited for already, as long as is sensible, where the request was made.
 */
const MEETINGS: Partial<Record<ErrorCode, number>> = {
  "pack-invalid": 2,
  "pack-incomplete": 2,
  "git-remote-error": 2,
  "github-rate-limited": 1,
};

/** Whether to try again after `errors`, oldest first, none of them followed by success. */
export function mayRetry(errors: readonly AppError[]): boolean {
  const last = errors.at(-1);
  if (!last?.retryable || errors.length >= ATTEMPTS) return false;
  return errors.filter(({ code }) => code === last.code).length < (MEETINGS[last.code] ?? ATTEMPTS);
}

/** Repeats `attempt` while it fails for a reason that may pass. The last error is thrown as it is. */
export async function retry<T>(
  attempt: (number: number) => Promise<T>,
  onRetry: (error: AppError, pauseMs: number) => void,
  { signal, firstPauseMs }: { signal?: AbortSignal; firstPauseMs?: number } = {},
): Promise<T> {
  const errors: AppError[] = [];
  for (;;) {
    try {
      return await attempt(errors.length + 1);
    } catch (error) {
      const known = asAppError(error);
      errors.push(known);
      if (!mayRetry(errors) || signal?.aborted) throw error;
      const pauseMs = pauseAfter(errors.length, Math.random(), firstPauseMs);
      onRetry(known, pauseMs);
      await sleep(pauseMs, undefined, { signal });
    }
  }
}
