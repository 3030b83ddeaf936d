// What the replica lacks. Both buckets are listed snapshot by snapshot, a thousand objects a request; only of what is missing or
// different S3 is asked, object by object. A snapshot that was found whole is not listed again each hour, because nothing is
// added to it: a few of them are, in turn, so that what disappears later shows as well. Holds and guide: compare-beside.ts.
import { manifestKey, snapshotPrefix } from "@/lib/domain/bucket-keys";
import { hasCode, problemOf } from "@/lib/domain/errors";
import { type SnapshotId, snapshotTime } from "@/lib/domain/ids";
import {
  absentState,
  differences,
  differentState,
  type Listed,
  lagMinutes,
  type ReplicaObject,
  stuckCount,
} from "@/lib/domain/replication";
import { MOST_OBJECTS, type ReplicationState, type WatchedReplica } from "@/lib/domain/watch";
import type { ObjectStore } from "@/lib/ports/object-store";
import type { Sides } from "./both-sides";
import { compareBeside } from "./compare-beside";
import { type ComparedFolder, isCutOff, isRecent, listed } from "./compare-folder";
import { inParallel } from "./in-parallel";
import type { ManifestCache } from "./manifest-cache";
import { type Backups, listSnapshotIds } from "./read-manifest";

/** Per look. A bucket with more snapshots that nobody has looked at yet is gone through over some hours. */
const NEW_SNAPSHOTS = 60;
const RECHECKS = 2;
const HEADS = 200;
const LISTS_AT_ONCE = 4;
const HEADS_AT_ONCE = 16;

export interface ComparedReplica {
  replica: WatchedReplica;
  state: ReplicationState;
}

/** Never throws over a bucket that does not answer: that is an answer of its own, and leaves the state as it was. */
export async function compareReplica(
  { sides, cache }: { sides: Sides; cache: ManifestCache },
  before: ReplicationState,
  now: Date,
): Promise<ComparedReplica> {
  const { primary, replica } = sides;
  const nothing = { snapshots: [], objects: [] };
  if (!replica) return { replica: { state: "unconfigured", ...nothing }, state: before };
  try {
    return await compare(primary, replica, cache, before, now);
  } catch (error) {
    if (!hasCode(error, "storage-unreachable", "storage-denied", "storage-bucket-missing", "storage-credentials"))
      throw error;
    return { replica: { state: "unknown", problem: problemOf(error), ...nothing }, state: before };
  }
}

type ComparedSnapshot = ComparedFolder & { id: SnapshotId };

async function compare(
  primary: Backups,
  replica: Backups,
  cache: ManifestCache,
  before: ReplicationState,
  now: Date,
): Promise<ComparedReplica> {
  const ids = await listSnapshotIds(primary);
  const open = ids.filter((id) => before.complete[id] === undefined);
  const wanted = [...open.slice(0, NEW_SNAPSHOTS), ...rechecks(ids, before, now)];
  const snapshots = await inParallel(wanted, LISTS_AT_ONCE, (id) => compareSnapshot(primary, replica, id, now));
  const beside = await compareBeside(primary, replica, before, now);
  const compared = [...snapshots, ...beside.compared];
  const state = stateAfter([...ids, ...beside.holds], before, compared, now);
  const objects = await statesOf(primary.store, compared);
  const byKey = new Map(objects.map((each) => [each.key, each]));
  const named = objects.slice(0, MOST_OBJECTS);
  return {
    state,
    replica: {
      state: "known",
      lag_minutes: lagMinutes(objects, now),
      pending: objects.length - stuckCount(objects),
      stuck: stuckCount(objects),
      complete: await newestComplete(primary, cache, ids, state),
      snapshots: snapshotsOf(snapshots, byKey, now),
      beside: summed(beside.compared, byKey, now),
      objects: named,
      objects_left_out: objects.length - named.length || undefined,
      not_looked_at: open.length - Math.min(open.length, NEW_SNAPSHOTS) || undefined,
    },
  };
}

/** The primary first: what is replicated between the two listings is then there, and not missing. */
async function compareSnapshot(
  primary: Backups,
  replica: Backups,
  id: SnapshotId,
  now: Date,
): Promise<ComparedSnapshot> {
  const here = await listed(primary, snapshotPrefix(primary.root, id));
  const there = await listed(replica, snapshotPrefix(replica.root, id));
  const finished = here.some(({ key }) => key === manifestKey(primary.root, id));
  const closed = finished || isCutOff(snapshotTime(id), now);
  return { id, ...differences(here, there), closed };
}

/** Those that were looked at longest ago. Older ones are near the end of their retention, which may come on one side first. */
function rechecks(ids: readonly SnapshotId[], { complete }: ReplicationState, now: Date): SnapshotId[] {
  const looked = (id: SnapshotId) => complete[id] ?? "";
  return ids
    .filter((id) => complete[id] !== undefined && isRecent(snapshotTime(id), now))
    .sort((a, b) => (looked(a) < looked(b) ? -1 : 1))
    .slice(0, RECHECKS);
}

/** Without those that the bucket has no more. */
function stateAfter(
  ids: readonly string[],
  before: ReplicationState,
  compared: readonly ComparedFolder[],
  now: Date,
): ReplicationState {
  const complete: Record<string, string> = {};
  for (const id of ids) {
    const looked = before.complete[id];
    if (looked !== undefined) complete[id] = looked;
  }
  for (const { id, missing, different, closed } of compared) {
    delete complete[id];
    if (closed && missing.length + different.length === 0) complete[id] = now.toISOString();
  }
  return { ...before, complete };
}

/** Oldest first. What is not asked of any more counts as missing or different, which it is. */
async function statesOf(store: ObjectStore, compared: readonly ComparedFolder[]): Promise<ReplicaObject[]> {
  const lacking = compared
    .flatMap(({ missing, different }) => [
      ...missing.map((object) => ({ object, judge: absentState })),
      ...different.map((object) => ({ object, judge: differentState })),
    ])
    .sort((a, b) => (a.object.lastModified < b.object.lastModified ? -1 : 1));
  const asked = await inParallel(lacking.slice(0, HEADS), HEADS_AT_ONCE, async ({ object, judge }) => {
    const state = await replicationOf(store, object.key);
    return state === "gone" ? [] : [asObject(object, judge(state))];
  });
  const rest = lacking.slice(HEADS).map(({ object, judge }) => asObject(object, judge(undefined)));
  return [...asked.flat(), ...rest];
}

/** `gone`: it expired between the listing and the question. */
async function replicationOf(store: ObjectStore, key: string): Promise<string | undefined> {
  try {
    return (await store.head(key)).replication;
  } catch (error) {
    if (hasCode(error, "object-missing")) return "gone";
    throw error;
  }
}

const asObject = ({ key, lastModified, sizeBytes }: Listed, state: ReplicaObject["state"]): ReplicaObject => ({
  key,
  state,
  since: lastModified,
  size_bytes: sizeBytes,
});

type ByKey = ReadonlyMap<string, ReplicaObject>;

const snapshotsOf = (compared: readonly ComparedSnapshot[], objects: ByKey, now: Date) =>
  compared
    .flatMap((each) => {
      const lacks = summed([each], objects, now);
      return lacks ? [{ snapshot: each.id, ...lacks }] : [];
    })
    .sort((a, b) => (a.snapshot < b.snapshot ? 1 : -1));

/** Undefined where they lack nothing. */
function summed(compared: readonly ComparedFolder[], objects: ByKey, now: Date) {
  const lacking = compared.flatMap(({ missing, different }) => [...missing, ...different]);
  const its = lacking.flatMap(({ key }) => objects.get(key) ?? []);
  if (its.length === 0) return undefined;
  const stuck = stuckCount(its);
  return { pending: its.length - stuck, stuck, lag_minutes: lagMinutes(its, now) };
}

/** A snapshot that was cut off is whole as well, and is none. */
async function newestComplete(primary: Backups, cache: ManifestCache, ids: SnapshotId[], state: ReplicationState) {
  for (const snapshot of ids) {
    if (state.complete[snapshot] === undefined) continue;
    try {
      // The coverage reads the same one: it is some ten megabytes in a large organisation.
      return { snapshot, at: (await cache.read(primary, snapshot)).manifest.timestamp };
    } catch (error) {
      if (!hasCode(error, "snapshot-missing", "manifest-invalid", "manifest-format-unknown")) throw error;
    }
  }
  return undefined;
}
