import type { Problem } from "./errors";

/** One part of a screen: its value, or why it is not known. A part that fails never takes down its neighbours. */
export type Part<T> = { known: true; value: T } | { known: false; problem: Problem };

/** The value, or undefined where it is not known. */
export function knownValue<T>(part: Part<T> | undefined): T | undefined {
  return part?.known ? part.value : undefined;
}
