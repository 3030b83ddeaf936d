// Which restores were made from a repository. Requests name it as it was called in their snapshot.
import type { RepositoryName, SnapshotId } from "../ids";
import type { RestoreRequest } from "../restore-request";
import type { KnownHistory } from "./catalogue-views";

/** Whether a name in a snapshot is the repository's. */
export type Called = (name: RepositoryName, snapshot: SnapshotId) => boolean;

/**
 * By its history: what it was called in that very snapshot. Where the snapshot is no longer known, any of its names does,
 * unless it is known that another one had the name there.
 * @param others the histories of those that had one of its names at some time
 */
export function calledBy(history: KnownHistory, others: readonly KnownHistory[]): Called {
  const names = namesIn(history);
  const all = new Set(names.values());
  const ofOthers = others.map(namesIn);
  return (name, snapshot) => {
    const wanted = name.toLowerCase();
    const known = names.get(snapshot);
    if (known !== undefined) return known === wanted;
    return all.has(wanted) && !ofOthers.some((other) => other.get(snapshot) === wanted);
  };
}

/** Where nothing is known of it but its name. */
export const calledOnly =
  (only: RepositoryName): Called =>
  (name) =>
    name.toLowerCase() === only.toLowerCase();

/** @param restored what the run has done so far: where all are asked for, they are named there */
export function isRestoreOf(
  request: RestoreRequest,
  restored: readonly { repository: RepositoryName }[],
  called: Called,
): boolean {
  // A change of a restored repository reads no snapshot.
  if (request.kind === "rearm") return false;
  const { snapshot } = request;
  const asked = request.kind !== "batch" ? [request.repository] : asNamed(request.repositories);
  return [...asked, ...restored.map(({ repository }) => repository)].some((name) => called(name, snapshot));
}

const asNamed = (repositories: readonly RepositoryName[] | "all") => (repositories === "all" ? [] : repositories);

const namesIn = ({ points, states }: KnownHistory): Map<SnapshotId, string> =>
  new Map(
    points.flatMap(({ snapshot, state }) => {
      const name = states[state]?.repository.toLowerCase();
      return name === undefined ? [] : [[snapshot, name] as const];
    }),
  );
