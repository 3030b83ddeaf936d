import { AppError, hasCode } from "@/lib/domain/errors";
import { type SnapshotId, snapshotTime } from "@/lib/domain/ids";
import type { Manifest, ManifestEntry } from "@/lib/domain/manifest";
import type { SideManifests } from "@/lib/domain/manifest-chain";
import { findEntry, planRepository } from "@/lib/domain/plan-repository";
import type { ProofLedger } from "@/lib/domain/proof";
import type { ManifestFinding, VerifyRequest } from "@/lib/domain/proof-run";
import { allProofs, type Choice, selectProofs } from "@/lib/domain/proof-selection";
import type { Side } from "@/lib/domain/snapshot";
import { type Backups, readManifest } from "@/lib/operations/read-manifest";

/** An entry with the snapshot whose manifest tells of it. */
export type ProvableEntry = ManifestEntry & { snapshot: SnapshotId; finishedAt: string };

/** What the buckets have said so far. */
export interface Known {
  /** The buckets that answer, the primary first. */
  open: readonly { side: Side; backups: Backups; manifests: SideManifests }[];
  altered: readonly ManifestFinding[];
  ledger: ProofLedger | undefined;
}

/** No configuration keeps a snapshot for less: what is younger cannot have been taken by a lifecycle rule. */
const LAST_GOOD_DAYS = 7;

interface Rules {
  now: Date;
  intervalDays: number;
}

/**
 * What this run proves: what was asked for, or the day's share.
 * @throws AppError snapshot-missing, entry-missing, nothing-to-restore, manifest-invalid, storage-*
 */
export async function chooseChains(
  known: Known,
  request: VerifyRequest,
  rules: Rules,
): Promise<Choice<ProvableEntry>[]> {
  const sides = known.open
    .map(({ side }) => side)
    .filter((side) => request.side === undefined || side === request.side);
  const snapshot = request.snapshot ?? newestSnapshot(known);
  if (snapshot === undefined) return [];
  const manifest = await readTrusted(known, snapshot);
  if (request.repository !== undefined) {
    const entry = findEntry(manifest, snapshot, request.repository);
    planRepository(entry, snapshot);
    return allProofs([provable(entry, manifest)], sides);
  }
  const entries = await provableEntries(known, manifest, request, rules);
  if (request.scope !== "share") return allProofs(entries, sides);
  return selectProofs(entries, { ledger: known.ledger, sides, ...rules });
}

/** The newest with a manifest that can be read, in whichever bucket. */
function newestSnapshot({ open }: Known): SnapshotId | undefined {
  const ids = open.flatMap(({ manifests }) =>
    [...manifests.copies].flatMap(([id, copy]) => ("sha256" in copy ? [id] : [])),
  );
  return ids.sort().at(-1);
}

/** From the bucket whose copy is as it was written, as far as that is known. */
async function readTrusted({ open, altered }: Known, snapshot: SnapshotId): Promise<Manifest> {
  const isAltered = (side: Side) => altered.some((each) => each.side === side && each.snapshot === snapshot);
  const order = [...open].sort((a, b) => Number(isAltered(a.side)) - Number(isAltered(b.side)));
  let first: unknown;
  for (const { backups } of order) {
    try {
      return await readManifest(backups, snapshot);
    } catch (error) {
      first ??= error;
    }
  }
  throw first ?? new AppError("not-found", { what: "a bucket with the backups" });
}

/**
 * Every chain of the snapshot. Of a repository that is not safe in the newest one, the last good state counts, as long as
 * lifecycle rules are sure to have left it alone.
 */
async function provableEntries(
  known: Known,
  manifest: Manifest,
  { scope }: VerifyRequest,
  { now }: Rules,
): Promise<ProvableEntry[]> {
  const own = manifest.repos.filter(({ chain }) => chain.length > 0).map((entry) => provable(entry, manifest));
  if (scope === "snapshot") return own;
  const young = now.getTime() - LAST_GOOD_DAYS * 86_400_000;
  const older = new Map<SnapshotId, ManifestEntry[]>();
  for (const entry of manifest.repos) {
    const { outcome, last_good_snapshot: last } = entry;
    if (!last || (outcome !== "failed" && outcome !== "unavailable") || snapshotTime(last).getTime() < young) continue;
    older.set(last, [...(older.get(last) ?? []), entry]);
  }
  const lastGood = [...older].map(([snapshot, entries]) => entriesOf(known, snapshot, entries));
  return [...own, ...(await Promise.all(lastGood)).flat()];
}

async function entriesOf(known: Known, snapshot: SnapshotId, wanted: ManifestEntry[]): Promise<ProvableEntry[]> {
  try {
    const manifest = await readTrusted(known, snapshot);
    const isWanted = ({ id, repo }: ManifestEntry) =>
      wanted.some((each) => (id !== undefined && each.id === id) || each.repo === repo);
    return manifest.repos
      .filter((each) => each.chain.length > 0 && isWanted(each))
      .map((each) => provable(each, manifest));
  } catch (error) {
    // That a manifest is gone or altered is told by the check of the manifests.
    if (hasCode(error, "snapshot-missing", "manifest-invalid", "manifest-format-unknown")) return [];
    throw error;
  }
}

const provable = (entry: ManifestEntry, { snapshot, timestamp }: Manifest): ProvableEntry => ({
  ...entry,
  snapshot,
  finishedAt: timestamp,
});
