// How long git may take over one chain. Deltas can be made so that a few kilobytes keep it busy for weeks.
import { AppError } from "@/lib/domain/errors";
import { formatDuration } from "@/lib/domain/format";

const LEAST_MS = 15 * 60_000;
/** A core unpacks some 10 MB a second, and a proof looks at all of it twice. A tenth of that is not work any more. */
const MS_PER_BYTE = 1 / 1000;

export const patienceFor = (bytes: number): number => LEAST_MS + bytes * MS_PER_BYTE;

/**
 * Does `work` with a signal that aborts with `signal`, and after `ms`.
 * @throws AppError bundle-corrupt when it has not ended by then
 */
export async function withPatience<T>(
  ms: number,
  key: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), ms);
  try {
    return await work(AbortSignal.any([signal, late.signal]));
  } catch (error) {
    if (!late.signal.aborted || signal.aborted) throw error;
    const detail = `git was not done with it after ${formatDuration(ms)}, and a sound one of its size takes far less`;
    throw new AppError("bundle-corrupt", { key, detail }, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}
