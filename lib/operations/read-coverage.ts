// The coverage as it is now: from the newest manifests of whichever bucket answers, the proofs, and what the watch knows of the
// replica. The watch and the console ask here, so that both say the same.
import {
  type CoverageRow,
  coverageOf,
  type LastSafe,
  notVisibleOf,
  type ProvenAt,
  sufficient,
} from "@/lib/domain/coverage";
import { hasCode } from "@/lib/domain/errors";
import { type SnapshotId, snapshotTime } from "@/lib/domain/ids";
import type { Manifest } from "@/lib/domain/manifest";
import type { NotVisible } from "@/lib/domain/not-visible";
import { replicatedBy, type WatchedReplica } from "@/lib/domain/watch";
import { askBoth, askEither, type Sides } from "./both-sides";
import { inParallel } from "./in-parallel";
import type { ManifestCache } from "./manifest-cache";
import { listSnapshotIds } from "./read-manifest";

export interface ReadCoverage {
  sides: Sides;
  cache: ManifestCache;
}

/** What is known besides the manifests. */
export interface KnownBesides {
  proofs: readonly ProvenAt[];
  replica: WatchedReplica | undefined;
  /** The newest snapshot that the watch has looked at; any, when that was just now. */
  lookedUpTo: SnapshotId | "any" | undefined;
  targetHours: number;
}

export interface Coverage {
  rows: CoverageRow[];
  /** The newest one. */
  snapshot?: LastSafe;
  notVisible: NotVisible[];
}

/** Installations that are backed up by runs of their own are seldom more. */
const MOST_MANIFESTS = 6;
/** Manifests that are read only to know when a backup was finished; beyond it the time in the id has to do. */
const MOST_TIMES = 10;
const READS_AT_ONCE = 4;

/** @throws AppError storage-* when neither bucket can be listed, or the manifests of neither be read */
export async function readCoverage(deps: ReadCoverage, known: KnownBesides, now: Date): Promise<Coverage> {
  const manifests = await newestManifests(deps);
  const finishedAt = await finishingTimes(deps, manifests);
  const [newest] = manifests;
  return {
    rows: rowsOf(manifests, finishedAt, known, now),
    snapshot: newest && { snapshot: newest.snapshot, at: newest.timestamp },
    notVisible: notVisibleOf(manifests),
  };
}

const MINUTE_MS = 60_000;

/** By the newest manifest: what the rows were made of, and the rows. */
const made = new WeakMap<Manifest, { of: readonly unknown[]; rows: CoverageRow[] }>();

/** Ten thousand rows take a while to make: the same ones serve until something of what they are made of changes, or a minute. */
function rowsOf(
  manifests: readonly Manifest[],
  finishedAt: (snapshot: SnapshotId) => string,
  { proofs, replica, lookedUpTo, targetHours }: KnownBesides,
  now: Date,
): CoverageRow[] {
  const [newest] = manifests;
  const of = [...manifests, proofs, replica, lookedUpTo, targetHours, Math.floor(now.getTime() / MINUTE_MS)];
  const known = newest && made.get(newest);
  if (known && known.of.length === of.length && known.of.every((each, index) => each === of[index])) return known.rows;
  const replicated = replicatedBy(replica, lookedUpTo);
  const rows = coverageOf({ manifests, finishedAt, proofs, replicated, targetHours, now });
  if (newest) made.set(newest, { of, rows });
  return rows;
}

/** Newest first, as many as are needed to know every installation. Empty where nothing has been backed up yet. */
async function newestManifests({ sides, cache }: ReadCoverage): Promise<Manifest[]> {
  const { primary, replica } = await askBoth(sides, listSnapshotIds);
  const answers = replica ? [primary, replica] : [primary];
  const ids = new Set(answers.flatMap((answer) => ("value" in answer ? answer.value : [])));
  if ("error" in primary && !(replica && "value" in replica)) throw primary.error;
  const manifests: Manifest[] = [];
  for (const id of [...ids].sort().reverse()) {
    if (manifests.length >= MOST_MANIFESTS || sufficient(manifests)) break;
    try {
      manifests.push((await askEither(sides, "primary", (backups) => cache.read(backups, id))).value.manifest);
    } catch (error) {
      if (!hasCode(error, "snapshot-missing", "manifest-invalid", "manifest-format-unknown")) throw error;
    }
  }
  return manifests;
}

/** Of the last good snapshots of what failed: how old the backup is goes by its end. */
async function finishingTimes({ sides, cache }: ReadCoverage, manifests: readonly Manifest[]) {
  const known = new Map(manifests.map(({ snapshot, timestamp }) => [snapshot, timestamp]));
  const failed = manifests.flatMap(({ repos }) => repos).filter(({ outcome }) => outcome === "failed");
  const wanted = new Set(failed.flatMap(({ last_good_snapshot: id }) => (id && !known.has(id) ? [id] : [])));
  const newest = [...wanted].sort().reverse().slice(0, MOST_TIMES);
  await inParallel(newest, READS_AT_ONCE, async (id) => {
    try {
      const { value } = await askEither(sides, "primary", (backups) => cache.summary(backups, id));
      known.set(id, value.finishedAt);
    } catch (error) {
      if (!hasCode(error, "snapshot-missing", "manifest-invalid", "manifest-format-unknown")) throw error;
    }
  });
  return (snapshot: SnapshotId) => known.get(snapshot) ?? snapshotTime(snapshot).toISOString();
}
