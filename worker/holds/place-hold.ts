import type { Anomaly } from "@/lib/domain/anomaly-kind";
import { holdFileKey, holdPrefix } from "@/lib/domain/bucket-keys";
import { hasCode, problemOf } from "@/lib/domain/errors";
import { holdText, type PlacedHold } from "@/lib/domain/hold";
import type { SnapshotId } from "@/lib/domain/ids";
import type { ManifestEntry } from "@/lib/domain/manifest";
import type { ObjectStore } from "@/lib/ports/object-store";
import type { Log } from "../log";
import { copyChain, factsOf } from "./copy-chain";

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
 * Holds a chain because of an anomaly: its bundles, hold.json last. One that was held before is left as it is. A hold that
 * cannot be placed is no reason for a backup to fail: it is said, and the next backup tries again.
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
  if (await factsOf(store, file)) return false;
  await copyChain(store, entry.chain, prefix, { signal });
  const held = { ...entry, snapshot };
  const facts = { why: [...why], placed_at: now().toISOString(), run };
  const text = holdText(held, { bucket: store.bucket, prefix }, facts);
  try {
    await store.put(file, text, { onlyIf: "absent", contentType: "application/json" });
    return true;
  } catch (error) {
    // Another run was faster, or an answer was lost: it is there.
    if (hasCode(error, "object-exists")) return false;
    throw error;
  }
}
