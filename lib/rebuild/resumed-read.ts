import { setTimeout as sleep } from "node:timers/promises";
import { AppError, asAppError } from "@/lib/domain/errors";
import type { ObjectBody, ObjectStore } from "@/lib/ports/object-store";

/** A body that breaks off more often than this, with less than PROGRESS_BYTES between, will not come. */
const MOST_BREAKS = 5;
const PROGRESS_BYTES = 64 * 1024 * 1024;
/** Between a break and going on; longer with each. Calls themselves are made again by the store. */
const FIRST_PAUSE_MS = 500;

export interface ResumeOptions {
  versionId?: string;
  signal: AbortSignal;
  firstPauseMs?: number;
}

/**
 * An object's body that is taken up again where it breaks off, always of the very version that was begun with.
 * @throws AppError object-missing, storage-*; object-changed where a bucket keeps no versions and the object is another now
 */
export async function readResumed(store: ObjectStore, key: string, options: ResumeOptions): Promise<ObjectBody> {
  const { versionId, signal } = options;
  const first = await store.read(key, { versionId, signal });
  return { ...first, body: goOn(store, key, first, options) };
}

async function* goOn(
  store: ObjectStore,
  key: string,
  first: ObjectBody,
  { versionId = first.versionId, signal, firstPauseMs = FIRST_PAUSE_MS }: ResumeOptions,
): AsyncGenerator<Uint8Array> {
  let { body } = first;
  let from = 0;
  let breaks = 0;
  let lastBreak = 0;
  for (;;) {
    try {
      for await (const chunk of body) {
        from += chunk.length;
        yield chunk;
      }
      return;
    } catch (error) {
      if (from - lastBreak >= PROGRESS_BYTES) breaks = 0;
      breaks += 1;
      lastBreak = from;
      const passing = asAppError(error).retryable && from < first.sizeBytes && breaks <= MOST_BREAKS;
      if (!passing || signal.aborted) throw error;
      await sleep(firstPauseMs * breaks, undefined, { signal });
    }
    const next = await store.read(key, { versionId, from, signal });
    if (next.etag !== first.etag) throw new AppError("object-changed", { key });
    body = next.body;
  }
}
