// What every hold is made of: a chain's bundles, copied by S3 to where they do not expire with their snapshot.
import { holdBundleKey } from "@/lib/domain/bucket-keys";
import { hasCode } from "@/lib/domain/errors";
import type { ManifestEntry } from "@/lib/domain/manifest";
import type { ObjectFacts, ObjectStore } from "@/lib/ports/object-store";

export interface CopyOptions {
  signal: AbortSignal;
  /** Of a copy that is there, as large as it must be: whether it has to be made anew all the same. */
  isOld?: (kept: ObjectFacts) => boolean;
  onBytes?: (bytes: number) => void;
}

/**
 * Copies the bundles below `prefix` in the order of the chain. What is there already is left as it is, so that it can be done
 * twice, by two at once, and after a run that was killed in between. Needs Get and Put alone.
 * @returns how many were copied, and the age of the oldest of those that were left
 * @throws AppError object-missing, storage-*
 */
export async function copyChain(
  store: ObjectStore,
  chain: ManifestEntry["chain"],
  prefix: string,
  { signal, isOld = () => false, onBytes = () => undefined }: CopyOptions,
): Promise<{ copied: number; oldestLeft?: string }> {
  let copied = 0;
  let oldestLeft: string | undefined;
  for (const [index, link] of chain.entries()) {
    signal.throwIfAborted();
    const to = holdBundleKey(prefix, index);
    const kept = await factsOf(store, to);
    const whole = kept?.sizeBytes === link.size_bytes ? kept : undefined;
    if (whole && !isOld(whole)) {
      if (oldestLeft === undefined || whole.lastModified < oldestLeft) oldestLeft = whole.lastModified;
    } else {
      await copyLink(store, link, to, whole !== undefined);
      copied += 1;
    }
    onBytes(link.size_bytes);
  }
  return { copied, oldestLeft };
}

/** A bundle may be older than its snapshot and expire before it: then the copy that is there already is the source. */
async function copyLink(
  store: ObjectStore,
  { s3_key: key, version_id: versionId, size_bytes: sizeBytes }: ManifestEntry["chain"][number],
  to: string,
  isThere: boolean,
): Promise<void> {
  try {
    await store.copy({ key, versionId, sizeBytes }, to);
  } catch (error) {
    if (!isThere || !hasCode(error, "object-missing")) throw error;
    await store.copy({ key: to, sizeBytes }, to);
  }
}

/** Undefined where it is not there; S3 refuses to say so to a role that may not list, which is the same here. */
export async function factsOf(store: ObjectStore, key: string): Promise<ObjectFacts | undefined> {
  try {
    return await store.head(key);
  } catch (error) {
    if (hasCode(error, "object-missing", "storage-denied")) return undefined;
    throw error;
  }
}
