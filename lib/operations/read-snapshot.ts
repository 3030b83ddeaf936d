import { holdPrefix, manifestKey } from "@/lib/domain/bucket-keys";
import { restoreByHand } from "@/lib/domain/command-equivalents";
import { ofAllEntries } from "@/lib/domain/entry-shape";
import { hasCode, problemOf } from "@/lib/domain/errors";
import { restoreHeld } from "@/lib/domain/hold";
import type { RepositoryName, SnapshotId } from "@/lib/domain/ids";
import type { Manifest, ManifestEntry } from "@/lib/domain/manifest";
import { describeNotChecked } from "@/lib/domain/pack-checks";
import { asPlanLink, findEntry } from "@/lib/domain/plan-repository";
import { absentSide, type Side, type SideState } from "@/lib/domain/snapshot";
import {
  anomaliesOfRun,
  type EntryDetail,
  entryRow,
  heldStates,
  manifestFacts,
  type SnapshotDetail,
} from "@/lib/domain/snapshot-detail";
import type { ObjectStore } from "@/lib/ports/object-store";
import { askBoth, askEither, type SideAnswer, type Sides } from "./both-sides";
import { readHold } from "./hold-records";
import type { ManifestCache, ReadManifest } from "./manifest-cache";
import { rowsOf } from "./read-entries";

/**
 * One snapshot as the wanted bucket has it; where that one cannot give it, as the other has it, with a notice that says so.
 * @throws AppError snapshot-missing, manifest-invalid, manifest-format-unknown, storage-*
 */
export async function readSnapshot(
  { sides, cache }: { sides: Sides; cache: ManifestCache },
  snapshot: SnapshotId,
  wanted: Side,
  now: Date,
): Promise<SnapshotDetail> {
  const { value, side, instead } = await askEither(sides, wanted, (backups) => cache.read(backups, snapshot));
  const backups = sides[side] ?? sides.primary;
  const { bucket, region } = backups.store;
  return {
    ...wholeOf(value.manifest),
    side,
    bucket,
    region,
    manifestKey: manifestKey(backups.root, snapshot),
    sides: await sideStates({ sides, cache }, snapshot, value, now),
    notice: instead && problemOf(instead),
  };
}

const wholes = new WeakMap<Manifest, ReturnType<typeof makeWhole>>();

/** Manifests in memory never change: what is said of one is made once. */
function wholeOf(manifest: Manifest): ReturnType<typeof makeWhole> {
  const known = wholes.get(manifest) ?? makeWhole(manifest);
  wholes.set(manifest, known);
  return known;
}

const makeWhole = (manifest: Manifest) => ({
  ...manifestFacts(manifest),
  ...ofAllEntries(rowsOf(manifest), anomaliesOfRun(manifest)),
});

/** One repository of a snapshot with its chain. @throws AppError entry-missing, and as readSnapshot */
export async function readEntry(
  { sides, cache }: { sides: Sides; cache: ManifestCache },
  snapshot: SnapshotId,
  repository: RepositoryName,
  wanted: Side,
): Promise<EntryDetail> {
  const { value, side, instead } = await askEither(sides, wanted, (backups) => cache.read(backups, snapshot));
  const entry = findEntry(value.manifest, snapshot, repository);
  const { store, root } = sides[side] ?? sides.primary;
  const { bucket, region } = store;
  return {
    row: entryRow(entry),
    snapshot,
    side,
    bucket,
    region,
    notice: instead && problemOf(instead),
    chain: entry.chain.map(asPlanLink),
    checks: entry.checks ?? [],
    notChecked: (entry.not_checked ?? []).map(describeNotChecked),
    warnings: entry.warnings ?? [],
    holds: heldStates(bucket, entry),
    kept: await keptState(store, root, entry, snapshot),
    commands: restoreByHand({ bucket, region }, entry),
  };
}

/** One request. Where it cannot be asked nothing is said of it: the chain itself is what the page is about. */
async function keptState(
  store: ObjectStore,
  root: string,
  entry: ManifestEntry,
  snapshot: SnapshotId,
): Promise<EntryDetail["kept"]> {
  if (entry.chain.length === 0) return undefined;
  const prefix = holdPrefix(root, entry, snapshot);
  const { file } = await readHold(store, prefix).catch(() => ({ file: undefined }));
  if (!file) return undefined;
  const why = file.why.map(({ message }) => message);
  return { since: file.placed_at, prefix, why, commands: restoreHeld(store.bucket, prefix, entry.repo) };
}

/** The manifest's exact text as it stands in the wanted bucket. */
export async function readManifestSource(
  { sides, cache }: { sides: Sides; cache: ManifestCache },
  snapshot: SnapshotId,
  wanted: Side,
): Promise<{ text: string; side: Side }> {
  const { value, side } = await askEither(sides, wanted, (backups) => cache.read(backups, snapshot));
  return { text: value.text, side };
}

async function sideStates(
  { sides, cache }: { sides: Sides; cache: ManifestCache },
  snapshot: SnapshotId,
  known: ReadManifest,
  now: Date,
): Promise<Record<Side, SideState>> {
  // Asked anew each time: a manifest in memory says nothing about whether its bucket can be reached now.
  const answers = await askBoth(sides, async (backups) => {
    await backups.store.head(manifestKey(backups.root, snapshot));
    return cache.summary(backups, snapshot);
  });
  const state = (answer: SideAnswer<unknown> | undefined): SideState => {
    if (!answer) return "unconfigured";
    if ("value" in answer) return "present";
    if (hasCode(answer.error, "snapshot-missing", "object-missing")) return absentSide(known.manifest.timestamp, now);
    return hasCode(answer.error, "manifest-invalid", "manifest-format-unknown") ? "unreadable" : "unreachable";
  };
  return { primary: state(answers.primary), replica: state(answers.replica) };
}
