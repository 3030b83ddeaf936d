// Whether the manifests are what was written: each names the SHA-256 of the one before it, the buckets hold the same bytes,
// and what was seen once never changes. Pure; the worker reads and hashes.
import { AppError, type Problem, problemOf } from "./errors";
import type { SnapshotId } from "./ids";
import type { SeenManifest } from "./proof";
import type { ManifestFinding } from "./proof-run";
import type { Side } from "./snapshot";

/** A manifest as one bucket has it. */
export type ManifestCopy =
  | { sha256: string; finishedAt: string; previous?: { snapshot: SnapshotId; manifest_sha256: string } }
  /** It is there and cannot be understood. */
  | { problem: Problem };

/** The newest manifests of one bucket; a folder without one (a backup that did not finish) is not among them. */
export interface SideManifests {
  side: Side;
  bucket: string;
  copies: ReadonlyMap<SnapshotId, ManifestCopy>;
}

export interface ManifestRules {
  seen: readonly SeenManifest[];
  now: Date;
  /** The replica may lack what is younger. */
  replicaMinutes: number;
}

/** Every copy that is not as it was written, or is gone; one finding a copy, the newest snapshot first. */
export function checkManifests(sides: readonly SideManifests[], rules: ManifestRules): ManifestFinding[] {
  const findings = new Map<string, ManifestFinding>();
  const add = ({ side }: SideManifests, snapshot: SnapshotId, problem: Problem) => {
    const key = `${snapshot} ${side}`;
    if (!findings.has(key)) findings.set(key, { snapshot, side, problem });
  };
  for (const here of sides) {
    const altered = (snapshot: SnapshotId, detail: string) =>
      add(here, snapshot, problemOf(new AppError("manifest-altered", { snapshot, bucket: here.bucket, detail })));
    for (const [snapshot, copy] of here.copies) if ("problem" in copy) add(here, snapshot, copy.problem);
    remembered(here, rules, altered);
    linked(here, altered);
  }
  const known = new Set(findings.keys());
  for (const here of sides) {
    for (const other of sides.filter((each) => each !== here))
      compare(here, other, rules, known, (snapshot, problem) => add(here, snapshot, problem));
  }
  const order = ({ snapshot, side }: ManifestFinding) => `${snapshot} ${side === "primary" ? 1 : 0}`;
  return [...findings.values()].sort((a, b) => (order(a) < order(b) ? 1 : -1));
}

type Tell = (snapshot: SnapshotId, detail: string) => void;

/** As it was when it was first seen. */
function remembered({ copies }: SideManifests, { seen }: ManifestRules, altered: Tell): void {
  for (const { snapshot, sha256, seen_at } of seen) {
    const copy = copies.get(snapshot);
    if (copy && "sha256" in copy && copy.sha256 !== sha256)
      altered(
        snapshot,
        `its SHA-256 is ${copy.sha256}, and was ${sha256} when it was first read, on ${seen_at.slice(0, 10)}`,
      );
  }
}

/** As the next manifest names it. Where the oldest of the bucket ends, lifecycle rules have taken what came before. */
function linked({ copies }: SideManifests, altered: Tell): void {
  const oldest = [...copies.keys()].sort()[0];
  for (const [snapshot, copy] of copies) {
    if (!("sha256" in copy) || !copy.previous) continue;
    const { snapshot: before, manifest_sha256: wanted } = copy.previous;
    const found = copies.get(before);
    if (found && "sha256" in found && found.sha256 !== wanted)
      altered(before, `its SHA-256 is ${found.sha256}, the manifest of ${snapshot} says ${wanted}`);
    if (!found && oldest !== undefined && before > oldest)
      altered(before, `there is none any more, though the manifest of ${snapshot} names it`);
  }
}

function compare(
  here: SideManifests,
  other: SideManifests,
  { now, replicaMinutes }: ManifestRules,
  known: ReadonlySet<string>,
  tell: (snapshot: SnapshotId, problem: Problem) => void,
): void {
  const oldest = [...here.copies.keys()].sort()[0];
  for (const [snapshot, theirs] of other.copies) {
    if (!("sha256" in theirs)) continue;
    const mine = here.copies.get(snapshot);
    if (!mine) {
      const young = now.getTime() - Date.parse(theirs.finishedAt) < replicaMinutes * 60_000;
      const expired = oldest !== undefined && snapshot < oldest;
      if (expired || (here.side === "replica" && young)) continue;
      tell(snapshot, problemOf(new AppError("snapshot-missing", { snapshot, bucket: here.bucket })));
    } else if ("sha256" in mine && mine.sha256 !== theirs.sha256 && !known.has(`${snapshot} ${other.side}`)) {
      const detail = `it is not the same as in ${other.bucket}, and nothing tells which of the two was written`;
      tell(snapshot, problemOf(new AppError("manifest-altered", { snapshot, bucket: here.bucket, detail })));
    }
  }
}
