import { setTimeout as sleep } from "node:timers/promises";
import { pauseAfter } from "@/lib/domain/backoff";
import { hasCode } from "@/lib/domain/errors";
import type { RestoreContext } from "./restore-context";

const ATTEMPTS = 4;

/** Repeats a call while GitHub does not know yet what it has just made. */
export async function settled<T>(
  call: () => Promise<T>,
  { signal, env }: Pick<RestoreContext, "signal" | "env">,
): Promise<T> {
  for (let number = 1; ; number++) {
    try {
      return await call();
    } catch (error) {
      if (!hasCode(error, "github-answer") || error.facts.status !== 404 || number >= ATTEMPTS) throw error;
      await sleep(pauseAfter(number, Math.random(), env.RETRY_PAUSE_MS), undefined, { signal });
    }
  }
}
