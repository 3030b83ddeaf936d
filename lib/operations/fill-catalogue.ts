// Brings the catalogue to what is in the buckets: manifests that it does not know are read, newest first, and each only once.

import { manifestKey } from "@/lib/domain/bucket-keys";
import type { Problem } from "@/lib/domain/errors";
import { asAppError, hasCode, problemOf } from "@/lib/domain/errors";
import { type SnapshotId, snapshotTime } from "@/lib/domain/ids";
import type { Side } from "@/lib/domain/snapshot";
import type { CatalogueWriter, KnownCopy } from "@/lib/ports/catalogue";
import { askBoth, type Sides } from "./both-sides";
import { type Backups, listSnapshotIds } from "./read-manifest";

export interface FillCatalogue {
  sides: Sides;
  writer: CatalogueWriter;
  now: () => Date;
  /** Told after each snapshot. */
  onProgress: (progress: { done: number; total: number }) => void;
}

export interface Look {
  /** Folders that look like snapshots, of which so many are as they should be known. */
  total: number;
  done: number;
  /** Why something could not be looked at. What can pass is tried again with the next look. */
  problem?: Problem;
}

/** One look at both buckets. @throws AppError storage-* when neither can be listed */
export async function fillCatalogue(deps: FillCatalogue): Promise<Look> {
  const { sides, writer, now } = deps;
  const listed = await askBoth(sides, listSnapshotIds);
  const problems = [listed.primary, listed.replica].flatMap((answer) =>
    answer && "error" in answer ? [problemOf(answer.error)] : [],
  );
  const present: Partial<Record<Side, Set<SnapshotId>>> = {};
  for (const side of ["primary", "replica"] as const) {
    const answer = listed[side];
    if (answer && "value" in answer) present[side] = new Set(answer.value);
  }
  if (!present.primary && !present.replica && "error" in listed.primary) throw listed.primary.error;

  const known = new Map<string, KnownCopy>();
  for (const copy of writer.copies()) {
    if (present[copy.side]?.has(copy.id) ?? true) known.set(nameOf(copy.id, copy.side), copy);
    else writer.forget(copy.id, copy.side);
  }
  const all = new Set([...(present.primary ?? []), ...(present.replica ?? [])]);
  const ids = [...all].sort().reverse();
  const due = ids.filter((id) =>
    (["primary", "replica"] as const).some(
      (side) => present[side]?.has(id) && isDue(known.get(nameOf(id, side)), id, now()),
    ),
  );
  let done = ids.length - due.length;
  const one = new OneSnapshot(deps, present, known);
  for (const id of due) {
    const problem = await one.lookAt(id);
    if (problem) problems.push(problem);
    else done += 1;
    deps.onProgress({ done, total: ids.length });
  }
  return { total: ids.length, done, problem: problems[0] };
}

/** A backup that is under way writes its manifest within this; later it is looked for now and then only. */
const YOUNG_MS = 2 * 86_400_000;
const NOW_AND_THEN_MS = 3_600_000;

function isDue(copy: KnownCopy | undefined, id: SnapshotId, now: Date): boolean {
  if (!copy) return true;
  if (copy.read) return false;
  const young = now.getTime() - snapshotTime(id).getTime() < YOUNG_MS;
  return young || now.getTime() - Date.parse(copy.lookedAt) > NOW_AND_THEN_MS;
}

const nameOf = (id: SnapshotId, side: Side) => `${side}/${id}`;

class OneSnapshot {
  private readonly deps: FillCatalogue;
  private readonly present: Partial<Record<Side, Set<SnapshotId>>>;
  private readonly known: Map<string, KnownCopy>;

  constructor(deps: FillCatalogue, present: Partial<Record<Side, Set<SnapshotId>>>, known: Map<string, KnownCopy>) {
    this.deps = deps;
    this.present = present;
    this.known = known;
  }

  /** @returns why it has to be tried again */
  async lookAt(id: SnapshotId): Promise<Problem | undefined> {
    let problem: Problem | undefined;
    let read = (["primary", "replica"] as const)
      .map((side) => this.known.get(nameOf(id, side)))
      .find((copy) => copy?.read)?.version;
    for (const side of ["primary", "replica"] as const) {
      const backups = this.deps.sides[side];
      if (!backups || !this.present[side]?.has(id)) continue;
      if (!isDue(this.known.get(nameOf(id, side)), id, this.deps.now())) continue;
      try {
        read = (await this.takeCopy(backups, id, side, read)) ?? read;
      } catch (error) {
        problem = problemOf(error);
      }
    }
    return problem;
  }

  /** @param read the version of the copy that is known; @returns the version that is known now */
  private async takeCopy(
    backups: Backups,
    id: SnapshotId,
    side: Side,
    read: string | undefined,
  ): Promise<string | undefined> {
    const { writer, now } = this.deps;
    const { store, root } = backups;
    const key = manifestKey(root, id);
    let version: string | undefined;
    try {
      if (read !== undefined) {
        version = versionOf(await store.head(key));
        if (isSame(read, version)) {
          writer.putCopy(id, { side, version, at: now() }, { same: true });
          return version;
        }
      }
      const found = await store.readBytes(key);
      version = versionOf(found);
      writer.putSnapshot(id, found.bytes, { side, version, at: now() });
      return version;
    } catch (error) {
      if (!hasCode(error, "object-missing", "manifest-invalid", "manifest-format-unknown", "object-too-large"))
        throw error;
      const problem = hasCode(error, "object-missing") ? undefined : problemOf(asAppError(error));
      writer.putCopy(id, { side, version, at: now() }, { same: false, problem });
      return undefined;
    }
  }
}

const versionOf = ({ versionId, etag }: { versionId?: string; etag: string }): string => `${versionId ?? ""} ${etag}`;

/** S3 gives a replicated object the version id of its source; where there is none, equal etags are of equal content. */
function isSame(a: string, b: string): boolean {
  const [[versionA, etagA], [versionB, etagB]] = [a.split(" "), b.split(" ")];
  return (versionA !== "" && versionA === versionB) || etagA === etagB;
}
