// Pauses before a call is made again that failed for a passing reason.

/** In all: a hiccup passes meanwhile, an outage does not. */
export const ATTEMPTS = 3;

export const FIRST_PAUSE_MS = 1000;

/**
 * Milliseconds to pause after attempt `number` (from 1) has failed: `firstMs` (a second), then four times, then sixteen
 * times that, with up to half of it added by `chance` (0 to 1), so that streams that failed together do not come back
 * together.
 */
export function pauseAfter(number: number, chance: number, firstMs = FIRST_PAUSE_MS): number {
  return Math.round(firstMs * 4 ** (number - 1) * (1 + chance / 2));
}
