// Brings the catalogue to what is in the buckets: manifests that it does not know are read, newest first, and each only once.

import { manifestKey } from "@/lib/domain/bucket-keys";
import type { Problem } from "@/lib/domain/errors";
import { asAppError, hasCode, problemOf } from "@/lib/domain/errors";
import { type SnapshotId, snapshotTime } from "@/lib/domain/ids";
import type { Side } from "@/lib/domain/snapshot";
import type { CatalogueWriter, CopyOf, KnownCopy } from "@/lib/ports/catalogue";
import { askBoth, type Sides } from "./both-sides";
import { type Backups, listSnapshotIds } from "./read-manifest";

export interface FillCatalogue {
  sides: Sides;
  writer: CatalogueWriter;
  now: () => Date;
  /** Told before the first snapshot that was not known at all: until the look ends, what the catalogue tells may have gaps. */
  onNew: (progress: { done: number; total: number }) => void;
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
  const isNew = (id: SnapshotId) => !known.has(nameOf(id, "primary")) && !known.has(nameOf(id, "replica"));
  if (due.some(isNew)) deps.onNew({ done, total: ids.length });
  const reader = new CopyReader(deps, present, known);
  for await (const { id, copies } of readAhead(due, (each) => reader.read(each))) {
    const problem = put(writer, id, copies, now());
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

/** What was found where a snapshot should have its manifest. */
type ReadCopy = { side: Side; version?: string } & (
  | { found: "manifest"; bytes: Uint8Array }
  /** As the copy that is known, which was read from the other side. */
  | { found: "same" }
  | { found: "nothing"; problem?: Problem }
  /** To be tried again. */
  | { found: "failure"; problem: Problem }
);

/** Reads only: what it finds is put into the catalogue in the order of the snapshots. */
class CopyReader {
  private readonly deps: FillCatalogue;
  private readonly present: Partial<Record<Side, Set<SnapshotId>>>;
  private readonly known: Map<string, KnownCopy>;

  constructor(deps: FillCatalogue, present: Partial<Record<Side, Set<SnapshotId>>>, known: Map<string, KnownCopy>) {
    this.deps = deps;
    this.present = present;
    this.known = known;
  }

  async read(id: SnapshotId): Promise<{ id: SnapshotId; copies: ReadCopy[] }> {
    let version = (["primary", "replica"] as const)
      .map((side) => this.known.get(nameOf(id, side)))
      .find((copy) => copy?.read)?.version;
    const copies: ReadCopy[] = [];
    for (const side of ["primary", "replica"] as const) {
      const backups = this.deps.sides[side];
      if (!backups || !this.present[side]?.has(id)) continue;
      if (!isDue(this.known.get(nameOf(id, side)), id, this.deps.now())) continue;
      const copy = await readCopy(backups, id, side, version);
      if (copy.found === "manifest" || copy.found === "same") version = copy.version;
      copies.push(copy);
    }
    return { id, copies };
  }
}

/** @param known the version of the other side's copy, where that one was read */
async function readCopy({ store, root }: Backups, id: SnapshotId, side: Side, known?: string): Promise<ReadCopy> {
  const key = manifestKey(root, id);
  try {
    if (known !== undefined) {
      const version = versionOf(await store.head(key));
      if (isSame(known, version)) return { side, version, found: "same" };
    }
    const read = await store.readBytes(key);
    return { side, version: versionOf(read), found: "manifest", bytes: read.bytes };
  } catch (error) {
    if (hasCode(error, "object-missing")) return { side, found: "nothing" };
    const problem = problemOf(asAppError(error));
    return { side, problem, found: hasCode(error, "object-too-large") ? "nothing" : "failure" };
  }
}

/** @returns why it has to be tried again */
function put(writer: CatalogueWriter, id: SnapshotId, copies: readonly ReadCopy[], at: Date): Problem | undefined {
  let again: Problem | undefined;
  let refused: Problem | undefined;
  for (const copy of copies) {
    const { side, version } = copy;
    if (copy.found === "failure") again = copy.problem;
    else if (copy.found === "nothing") writer.putCopy(id, { side, at }, { same: false, problem: copy.problem });
    else
      try {
        const same = copy.found === "same";
        if (!same) refused = putManifest(writer, id, copy.bytes, { side, version, at });
        else writer.putCopy(id, { side, version, at }, refused ? { same: false, problem: refused } : { same });
      } catch (error) {
        again = problemOf(error);
      }
  }
  return again;
}

/** @returns why this is no manifest; then it is known as such, and not read again */
function putManifest(writer: CatalogueWriter, id: SnapshotId, bytes: Uint8Array, copy: CopyOf): Problem | undefined {
  try {
    writer.putSnapshot(id, bytes, copy);
    return undefined;
  } catch (error) {
    if (!hasCode(error, "manifest-invalid", "manifest-format-unknown")) throw error;
    const problem = problemOf(asAppError(error));
    writer.putCopy(id, copy, { same: false, problem });
    return problem;
  }
}

/** While one is put into the catalogue S3 answers with the next. Manifests are large: no more than that. */
const AHEAD = 1;

async function* readAhead<T, R>(items: readonly T[], read: (item: T) => Promise<R>): AsyncGenerator<R> {
  const reading: Promise<R>[] = [];
  for (const item of items) {
    const begun = read(item);
    // Its turn comes later, perhaps never: until then a failure is nobody's.
    begun.catch(() => undefined);
    reading.push(begun);
    if (reading.length > AHEAD) yield await (reading.shift() as Promise<R>);
  }
  for (const last of reading) yield await last;
}

const versionOf = ({ versionId, etag }: { versionId?: string; etag: string }): string => `${versionId ?? ""} ${etag}`;

/** S3 gives a replicated object the version id of its source; where there is none, equal etags are of equal content. */
function isSame(a: string, b: string): boolean {
  const [[versionA, etagA], [versionB, etagB]] = [a.split(" "), b.split(" ")];
  return (versionA !== "" && versionA === versionB) || etagA === etagB;
}
