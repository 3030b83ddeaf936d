import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { snapshotPrefix } from "@/lib/domain/bucket-keys";
import { hasCode } from "@/lib/domain/errors";
import { newSnapshotId, type SnapshotId } from "@/lib/domain/ids";
import type { Manifest, ManifestEntry } from "@/lib/domain/manifest";
import { OUTCOME_VIEW } from "@/lib/domain/outcome";
import { backupsIn, newestManifest } from "@/lib/operations/read-manifest";
import type { ObjectStore } from "@/lib/ports/object-store";
import type { Log } from "./log";

/**
 * The date alone for a day's first backup; with the time when anything stands under the date already, even half a
 * backup. Ids have seconds: a run that follows another within one waits for the next.
 */
export async function chooseSnapshot(store: ObjectStore, root: string, now: () => Date): Promise<SnapshotId> {
  const day = newSnapshotId(now(), false);
  if (!(await isTaken(store, root, day))) return day;
  for (;;) {
    const moment = newSnapshotId(now(), true);
    if (!(await isTaken(store, root, moment))) return moment;
    await sleep(250);
  }
}

async function isTaken(store: ObjectStore, root: string, id: SnapshotId): Promise<boolean> {
  for await (const _ of store.list(snapshotPrefix(root, id))) return true;
  return false;
}

export interface PreviousSnapshot {
  manifest: Manifest;
  /** Hex, of the manifest's exact text: the next manifest names it, so that a change of an old one shows. */
  sha256: string;
  /** The newest snapshot that holds this repository, as far as the previous one knows. */
  lastGood: (id: number, name: string) => SnapshotId | undefined;
}

/** The newest finished snapshot; undefined on a new bucket, or where this role may only write (then that is said). */
export async function readPrevious(store: ObjectStore, root: string, log: Log): Promise<PreviousSnapshot | undefined> {
  try {
    const found = await newestManifest(backupsIn(store, root));
    if (!found) return undefined;
    const { manifest, text } = found;
    const lastGood = (id: number, name: string) => lastGoodOf(findPrevious(manifest, id, name), manifest.snapshot);
    return { manifest, sha256: createHash("sha256").update(text, "utf8").digest("hex"), lastGood };
  } catch (error) {
    if (!hasCode(error, "storage-denied")) throw error;
    log.warn(
      "no-previous",
      "this role may not read the bucket: vanished repositories and last good snapshots cannot be told",
    );
    return undefined;
  }
}

/** By id; by name only where the snapshot has no ids. */
export function findPrevious(manifest: Manifest, id: number | undefined, name: string): ManifestEntry | undefined {
  const { byId, byName } = indexOf(manifest);
  return (id === undefined ? undefined : byId.get(id)) ?? byName.get(name);
}

interface EntryIndex {
  byId: ReadonlyMap<number, ManifestEntry>;
  /** Entries without an id only. */
  byName: ReadonlyMap<string, ManifestEntry>;
}

const indexes = new WeakMap<Manifest, EntryIndex>();

/** Each repository of a run is looked for, some more than once: a search from the top each time grows with the square. */
function indexOf(manifest: Manifest): EntryIndex {
  const known = indexes.get(manifest);
  if (known) return known;
  const { repos } = manifest;
  const index = {
    byId: new Map(repos.flatMap((each) => (each.id === undefined ? [] : [[each.id, each] as const]))),
    byName: new Map(repos.flatMap((each) => (each.id === undefined ? [[each.repo, each] as const] : []))),
  };
  indexes.set(manifest, index);
  return index;
}

export function lastGoodOf(entry: ManifestEntry | undefined, snapshot: SnapshotId): SnapshotId | undefined {
  if (!entry) return undefined;
  return OUTCOME_VIEW[entry.outcome].safe ? snapshot : entry.last_good_snapshot;
}
