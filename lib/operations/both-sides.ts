import type { AppError } from "@/lib/domain/errors";
import { asAppError } from "@/lib/domain/errors";
import type { Side } from "@/lib/domain/snapshot";
import type { Backups } from "./read-manifest";

/** The two buckets that hold the backups; a console can read either. */
export interface Sides {
  primary: Backups;
  replica?: Backups;
}

/** What one bucket answered, or why it did not; a bucket that is not configured is absent. */
export type SideAnswer<T> = { value: T } | { error: AppError };

/** Asks both buckets at once; one that cannot be reached does not keep the other from answering. */
export async function askBoth<T>(
  sides: Sides,
  ask: (backups: Backups, side: Side) => Promise<T>,
): Promise<{ primary: SideAnswer<T>; replica?: SideAnswer<T> }> {
  const { replica } = sides;
  const [first, second] = await Promise.all([
    settled(ask(sides.primary, "primary")),
    replica && settled(ask(replica, "replica")),
  ]);
  return { primary: first, replica: second };
}

/**
 * Asks the wanted bucket, and the other one when it fails.
 * @returns the answer, who gave it, and the error of the wanted one where the other had to answer
 * @throws AppError of the wanted bucket when neither answers
 */
export async function askEither<T>(
  sides: Sides,
  wanted: Side,
  ask: (backups: Backups, side: Side) => Promise<T>,
): Promise<{ value: T; side: Side; instead?: AppError }> {
  const first = sides[wanted];
  const otherSide: Side = wanted === "primary" ? "replica" : "primary";
  const other = sides[otherSide];
  const tried = first && (await settled(ask(first, wanted)));
  if (tried && "value" in tried) return { value: tried.value, side: wanted };
  const second = other && (await settled(ask(other, otherSide)));
  if (second && "value" in second) return { value: second.value, side: otherSide, instead: tried?.error };
  throw tried?.error ?? second?.error ?? asAppError(`no ${wanted} bucket is configured`);
}

async function settled<T>(work: Promise<T>): Promise<SideAnswer<T>> {
  try {
    return { value: await work };
  } catch (error) {
    return { error: asAppError(error) };
  }
}
