import { holdFileKey } from "@/lib/domain/bucket-keys";
import { hasCode } from "@/lib/domain/errors";
import { type HoldFile, parseHoldFile } from "@/lib/domain/hold";
import type { ObjectStore } from "@/lib/ports/object-store";

/** A chain has 40 links at most, and each of its hundred reasons is a sentence. */
const MOST_BYTES = 2 ** 20;

/**
 * The hold.json below `prefix`. Both are undefined where there is none; S3 refuses to say so to a role that may not list, which
 * is the same here. `file` alone is undefined for one that is not ours.
 * @throws AppError storage-*, object-too-large
 */
export async function readHold(store: ObjectStore, prefix: string): Promise<{ file?: HoldFile; etag?: string }> {
  try {
    const { text, etag } = await store.readText(holdFileKey(prefix), { maxBytes: MOST_BYTES });
    return { file: parseHoldFile(text), etag };
  } catch (error) {
    if (hasCode(error, "object-missing", "storage-denied")) return {};
    throw error;
  }
}
