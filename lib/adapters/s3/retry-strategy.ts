import type { S3ClientConfig } from "@aws-sdk/client-s3";

type Strategy = Extract<NonNullable<S3ClientConfig["retryStrategy"]>, { acquireInitialRetryToken: unknown }>;
type Token = Awaited<ReturnType<Strategy["acquireInitialRetryToken"]>>;

export interface S3Retry {
  /** What S3 or the network said. */
  detail: string;
  /** The attempt that failed, from 1. */
  attempt: number;
  pauseMs: number;
}

/** A 503 SlowDown lasts until S3 has spread the load; a restart of some front-end lasts seconds. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 16_000;

/**
 * How S3 calls are made again: after throttling (503 SlowDown), 5xx, time-outs and lost connections, `attempts` times in
 * all, each pause twice the one before and spread by chance. The SDK's own standard mode pauses for 50 ms after a 500 and
 * stops retrying after some thirty failures of all calls together; a blip of a second then costs whole transfers, for the
 * pack would have to come from GitHub again. Each retry is told. A 409 ConditionalRequestConflict is not the answer to a
 * condition but S3's request to ask again ("Conditional writes" in its user guide).
 */
export function s3RetryStrategy(
  attempts: number,
  onRetry: (retry: S3Retry) => void = () => undefined,
  firstPauseMs = FIRST_PAUSE_MS,
): Strategy {
  return {
    acquireInitialRetryToken: async () => token(0),
    async refreshRetryTokenForRetry(last, { error, errorType }) {
      const attempt = last.getRetryCount() + 1;
      if ((errorType === "CLIENT_ERROR" && !isConflict(error)) || attempt >= attempts)
        throw new Error("not to be tried again");
      const pauseMs = pauseAfter(attempt, Math.random(), firstPauseMs);
      onRetry({ detail: describe(error), attempt, pauseMs });
      return token(attempt, pauseMs);
    },
    recordSuccess: () => undefined,
  };
}

/** Between half and the whole of 0.5 s, 1 s, 2 s and so on; of `firstMs` in place of the half second. */
export function pauseAfter(attempt: number, chance: number, firstMs = FIRST_PAUSE_MS): number {
  return Math.round(Math.min(firstMs * 2 ** (attempt - 1), LONGEST_PAUSE_MS) * (0.5 + chance / 2));
}

function isConflict(error: unknown): boolean {
  return error instanceof Error && error.name === "ConditionalRequestConflict";
}

function token(count: number, delay = 0): Token {
  return { getRetryCount: () => count, getRetryDelay: () => delay };
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error && typeof error.code === "string" ? error.code : error.name;
  return error.message && error.message !== code ? `${error.message} (${code})` : code;
}
