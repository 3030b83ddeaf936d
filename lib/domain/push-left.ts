// How long a push to GitHub may still take, and the words for when nobody can know that.
import { formatBytes } from "./format";
import type { PushProgress } from "./run";

/** Less has not shown its pace yet. */
const LEAST_SECONDS = 3;
const LEAST_SHARE = 0.01;

/**
 * By the bytes that were sent since the first one, pauses and all. What is to go is the size of the packs that the chain was rebuilt
 * into: they may hold what no branch or tag leads to any more, so it may be less. Undefined where it cannot be known.
 */
export function pushSecondsLeft({ sent, of, since, unpacking }: PushProgress, now: Date): number | undefined {
  if (of === undefined || since === undefined || unpacking || sent >= of || sent < of * LEAST_SHARE) return undefined;
  const elapsed = (now.getTime() - Date.parse(since)) / 1000;
  if (!(elapsed >= LEAST_SECONDS)) return undefined;
  return Math.max(1, Math.round((elapsed / sent) * (of - sent)));
}

/** Why no time is told: a sentence without a full stop. */
export function whyNoTimeLeft({ sent, of, unpacking }: PushProgress): string {
  if (unpacking) return "all is sent; how long GitHub takes to unpack it cannot be known";
  if (sent === 0) return "nothing is sent yet; git is putting together what is to go";
  if (of === undefined) return "GitHub may have a part of it already, so how much is left cannot be known";
  if (sent >= of)
    return `more is sent than the ${formatBytes(of)} that were expected, so how much is left cannot be known`;
  return "too little is sent yet to tell how long it takes";
}
