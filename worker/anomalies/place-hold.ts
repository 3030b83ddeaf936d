import type { Anomaly } from "@/lib/domain/anomaly-kind";
import { holdBundleKey, holdFileKey, holdPrefix } from "@/lib/domain/bucket-keys";
import { hasCode, problemOf } from "@/lib/domain/errors";
import { holdText, type PlacedHold } from "@/lib/domain/hold";
import type { SnapshotId } from "@/lib/domain/ids";
import type { ManifestEntry } from "@/lib/domain/manifest";
import type { ObjectStore } from "@/lib/ports/object-store";
import type { Log } from "../log";

/** A repository as a snapshot has it. */
export interface LastGood {
  snapshot: SnapshotId;
  entry: ManifestEntry;
}

export interface HoldContext {
  store: ObjectStore;
  root: string;
  run: string;
  log: Log;
  now: () => Date;
  signal: AbortSignal;
}

/**
 * Copies a chain to where it does not expire with its snapshot, in order, hold.json last. What is there already is left as
 * it is, so that it can be done twice, by two at once, and after a run that was killed in between. Needs Get and Put alone.
 * A hold that cannot be placed is no reason for a backup to fail: it is said, and the next backup tries again.
 */
export async function placeHold(
  context: HoldContext,
  { snapshot, entry }: LastGood,
  why: readonly Anomaly[],
): Promise<PlacedHold> {
  const { log, signal } = context;
  const prefix = holdPrefix(context.root, entry, snapshot);
  const hold = { snapshot, repo: entry.repo, prefix };
  try {
    const placed = await place(context, { snapshot, entry }, prefix, why);
    if (placed)
      log.warn("held", `${entry.repo}: its chain as of ${snapshot} is kept below ${prefix}`, { repo: entry.repo });
    return { ...hold, state: "held" };
  } catch (error) {
    signal.throwIfAborted();
    const problem = problemOf(error);
    const { message, code, hint } = problem;
    log.error("not-held", `${entry.repo}: its chain as of ${snapshot} could not be kept: ${message}`, {
      repo: entry.repo,
      code,
      hint,
    });
    return { ...hold, state: "failed", problem, why: [...why] };
  }
}

/** False when it was complete already. */
async function place(
  { store, run, now, signal }: HoldContext,
  { snapshot, entry }: LastGood,
  prefix: string,
  why: readonly Anomaly[],
): Promise<boolean> {
  const file = holdFileKey(prefix);
  if ((await sizeOf(store, file)) !== undefined) return false;
  for (const [index, link] of entry.chain.entries()) {
    signal.throwIfAborted();
    const to = holdBundleKey(prefix, index);
    if ((await sizeOf(store, to)) === link.size_bytes) continue;
    await store.copy({ key: link.s3_key, versionId: link.version_id, sizeBytes: link.size_bytes }, to);
  }
  const held = { ...entry, snapshot };
  const text = holdText(held, { bucket: store.bucket, prefix }, { why, placedAt: now(), run });
  try {
    await store.put(file, text, { onlyIf: "absent", contentType: "application/json" });
    return true;
  } catch (error) {
    // Another run was faster, or an answer was lost: it is there.
    if (hasCode(error, "object-exists")) return false;
    throw error;
  }
}

/** Undefined where it is not there; S3 refuses to say so to a role that may not list, which is the same here. */
async function sizeOf(store: ObjectStore, key: string): Promise<number | undefined> {
  try {
    return (await store.head(key)).sizeBytes;
  } catch (error) {
    if (hasCode(error, "object-missing", "storage-denied")) return undefined;
    throw error;
  }
}
