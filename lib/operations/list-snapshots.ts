import { type AppError, asAppError, hasCode, problemOf } from "@/lib/domain/errors";
import type { SnapshotId } from "@/lib/domain/ids";
import type { SnapshotPage } from "@/lib/domain/overview";
import { absentSide, type Side, type SideState, type SnapshotRow, type SnapshotSummary } from "@/lib/domain/snapshot";
import { askBoth, type SideAnswer, type Sides } from "./both-sides";
import { inParallel } from "./in-parallel";
import type { ManifestCache } from "./manifest-cache";
import { type Backups, listSnapshotIds } from "./read-manifest";
import type { RecentWatch } from "./watch-records";

export interface ListSnapshots {
  sides: Sides;
  cache: ManifestCache;
  watch?: RecentWatch;
}

/** Manifests read at the same time; more would only queue in the SDK's connection pool. */
const READS_AT_ONCE = 12;

/**
 * One page of snapshots, newest first, each as both buckets have it. A bucket that cannot be reached is a state of its
 * column and a line in `unreachable`, not an error.
 * @throws AppError storage-* when no bucket can be listed
 */
export async function listSnapshots(
  { sides, cache, watch }: ListSnapshots,
  page: { limit: number; before?: SnapshotId },
  now: Date,
): Promise<SnapshotPage> {
  const listed = await askBoth(sides, listSnapshotIds);
  const answers = [listed.primary, listed.replica].filter((answer) => answer !== undefined);
  if (answers.every((answer) => "error" in answer)) throw firstError(answers);

  const all = [...new Set(answers.flatMap((answer) => ("value" in answer ? answer.value : [])))].sort().reverse();
  const { before } = page;
  const rest = before === undefined ? all : all.filter((id) => id < before);
  const ids = rest.slice(0, page.limit);
  const [plain, lacking] = await Promise.all([
    inParallel(ids, READS_AT_ONCE, (id) => readRow({ sides, cache }, listed, id, now)),
    watch && lackingIn(watch, now),
  ]);
  const rows = plain.map((row) => ({ ...row, replication: lacking?.get(row.id) }));
  return {
    rows,
    unreachable: (["primary", "replica"] as const).flatMap((side) => unreachable(side, sides[side], listed[side])),
    next: rest.length > ids.length ? ids.at(-1) : undefined,
  };
}

/** By snapshot. That it cannot be read is told where the replica is spoken of as a whole. */
async function lackingIn(watch: RecentWatch, now: Date): Promise<Map<SnapshotId, SnapshotRow["replication"]>> {
  const report = await watch.read(now).catch(() => undefined);
  return new Map(
    (report?.replica.snapshots ?? []).map(({ snapshot, pending, stuck, lag_minutes }) => [
      snapshot,
      { pending, stuck, lagMinutes: lag_minutes },
    ]),
  );
}

type Listed = { primary: SideAnswer<SnapshotId[]>; replica?: SideAnswer<SnapshotId[]> };
/** What one bucket says of one snapshot: its facts, why they cannot be read, or nothing where there is no manifest. */
type Copy = { summary: SnapshotSummary } | { error: AppError } | undefined;

async function readRow(
  { sides, cache }: ListSnapshots,
  listed: Listed,
  id: SnapshotId,
  now: Date,
): Promise<SnapshotRow> {
  const [primary, replica] = await Promise.all([
    readCopy(cache, sides.primary, listed.primary, id),
    readCopy(cache, sides.replica, listed.replica, id),
  ]);
  const summary = summaryOf(primary) ?? summaryOf(replica);
  const error = errorOf(primary) ?? errorOf(replica);
  return {
    id,
    sides: {
      // Nothing is replicated to the primary: what it lacks is missing, however young.
      primary: sideState(primary, listed.primary, "missing"),
      replica: sideState(replica, listed.replica, absentSide(summaryOf(primary)?.finishedAt, now)),
    },
    summary,
    problem: summary || !error ? undefined : problemOf(error),
  };
}

async function readCopy(
  cache: ManifestCache,
  backups: Backups | undefined,
  listed: SideAnswer<SnapshotId[]> | undefined,
  id: SnapshotId,
): Promise<Copy> {
  if (!backups || !listed) return undefined;
  if ("error" in listed) return listed;
  if (!listed.value.includes(id)) return undefined;
  try {
    return { summary: await cache.summary(backups, id) };
  } catch (error) {
    if (hasCode(error, "snapshot-missing")) return undefined;
    return { error: asAppError(error) };
  }
}

function sideState(copy: Copy, listed: SideAnswer<SnapshotId[]> | undefined, absent: SideState): SideState {
  if (!listed) return "unconfigured";
  if (!copy) return absent;
  if ("summary" in copy) return "present";
  return hasCode(copy.error, "manifest-invalid", "manifest-format-unknown") ? "unreadable" : "unreachable";
}

function unreachable(
  side: Side,
  backups: Backups | undefined,
  answer: SideAnswer<SnapshotId[]> | undefined,
): SnapshotPage["unreachable"] {
  if (!backups || !answer || !("error" in answer)) return [];
  return [{ side, bucket: backups.store.bucket, message: answer.error.message, hint: answer.error.hint }];
}

function firstError(answers: SideAnswer<unknown>[]): AppError {
  for (const answer of answers) if ("error" in answer) return answer.error;
  return asAppError("no bucket is configured");
}

const summaryOf = (copy: Copy) => (copy && "summary" in copy ? copy.summary : undefined);
const errorOf = (copy: Copy) => (copy && "error" in copy ? copy.error : undefined);
