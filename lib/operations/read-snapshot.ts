import { manifestKey } from "@/lib/domain/bucket-keys";
import { restoreByHand } from "@/lib/domain/command-equivalents";
import { hasCode, problemOf } from "@/lib/domain/errors";
import type { SnapshotId } from "@/lib/domain/ids";
import { absentSide, type Side, type SideState } from "@/lib/domain/snapshot";
import { entryRow, manifestFacts, type SnapshotDetail } from "@/lib/domain/snapshot-detail";
import { askBoth, askEither, type SideAnswer, type Sides } from "./both-sides";
import type { ManifestCache, ReadManifest } from "./manifest-cache";

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
    ...manifestFacts(value.manifest),
    side,
    bucket,
    region,
    manifestKey: manifestKey(backups.root, snapshot),
    sides: await sideStates({ sides, cache }, snapshot, value, now),
    notice: instead && problemOf(instead),
    entries: value.manifest.repos.map((entry) => ({
      ...entryRow(entry),
      commands: restoreByHand({ bucket, region }, entry),
    })),
  };
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
  const answers = await askBoth(sides, (backups) => cache.summary(backups, snapshot));
  const state = (answer: SideAnswer<unknown> | undefined): SideState => {
    if (!answer) return "unconfigured";
    if ("value" in answer) return "present";
    if (hasCode(answer.error, "snapshot-missing")) return absentSide(known.manifest.timestamp, now);
    return hasCode(answer.error, "manifest-invalid", "manifest-format-unknown") ? "unreadable" : "unreachable";
  };
  return { primary: state(answers.primary), replica: state(answers.replica) };
}
