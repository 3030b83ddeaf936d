import { type DrillMode, type DrillRecord, SIZE_CLASSES, sizeClassOf } from "./drill";
import type { RepositoryName } from "./ids";
import type { ManifestEntry } from "./manifest";

export interface DrillCandidate {
  repository: RepositoryName;
  repositoryId?: number;
  bytes: number;
}

/** What of a snapshot a drill can restore there: GitHub holds no repository with SHA-256 object names. */
export const drillCandidates = (entries: readonly ManifestEntry[], mode: DrillMode): DrillCandidate[] =>
  entries
    .filter(({ chain, object_format }) => chain.length > 0 && !(mode === "github" && object_format === "sha256"))
    .map(({ repo, id, chain }) => ({
      repository: repo,
      repositoryId: id,
      bytes: chain.reduce((sum, { size_bytes }) => sum + size_bytes, 0),
    }));

/**
 * A rotating sample: the size classes in turn, in each of them whoever waited longest, never drilled first. With the same
 * history always the same sample.
 */
export function drillSample(
  candidates: readonly DrillCandidate[],
  past: readonly DrillRecord[],
  count: number,
): DrillCandidate[] {
  const lastAt = lastDrills(past);
  const waited = (each: DrillCandidate) => lastAt.get(keyOf(each)) ?? "";
  const queues = SIZE_CLASSES.map((sizeClass) =>
    candidates
      .filter(({ bytes }) => sizeClassOf(bytes) === sizeClass)
      .sort((a, b) => order(waited(a), waited(b)) || order(a.repository, b.repository)),
  ).filter(({ length }) => length > 0);
  const sample: DrillCandidate[] = [];
  // The largest class first: it is the rarest, and a sample of one or two should not always leave it out.
  for (let turn = queues.length - 1; sample.length < Math.min(count, candidates.length); turn--) {
    const chosen = queues.at(turn % queues.length)?.shift();
    if (chosen) sample.push(chosen);
  }
  return sample;
}

/** When each was last restored in a drill; one that failed waits as long as before. */
function lastDrills(past: readonly DrillRecord[]): Map<string, string> {
  const last = new Map<string, string>();
  for (const { items, started_at } of past) {
    for (const { repository, repository_id: repositoryId, state } of items) {
      const key = keyOf({ repository, repositoryId });
      if (state === "restored" && started_at > (last.get(key) ?? "")) last.set(key, started_at);
    }
  }
  return last;
}

/** A repository keeps its turn when it is renamed. */
const keyOf = ({ repository, repositoryId }: Pick<DrillCandidate, "repository" | "repositoryId">) =>
  repositoryId === undefined ? repository.toLowerCase() : String(repositoryId);

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
