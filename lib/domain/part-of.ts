import { problemOf } from "./errors";
import type { Part } from "./part";

/** The outcome of the work, whatever it is. */
export async function partOf<T>(work: Promise<T>): Promise<Part<T>> {
  try {
    return { known: true, value: await work };
  } catch (error) {
    return { known: false, problem: problemOf(error) };
  }
}
