import { type RestorePoint, sideOf } from "@/lib/domain/catalogue/repository-history";
import type { Side } from "@/lib/domain/snapshot";

/** Of the page that tells a repository's history. `id` where the name alone does not say which one. */
export const historyAddress = (repository: string, id?: number): string =>
  `/repositories/${repository}${id === undefined ? "" : `?id=${id}`}`;

export const entryAddress = (point: RestorePoint): string =>
  `/snapshots/${point.snapshot}?${new URLSearchParams({ ...sideParam(sideOf(point)), entry: point.row.repository })}`;

export const browseAddress = (point: RestorePoint): string => {
  const query = new URLSearchParams(sideParam(sideOf(point))).toString();
  return `/snapshots/${point.snapshot}/browse/${point.row.repository}${query && `?${query}`}`;
};

export const restoreAddress = (point: RestorePoint): string =>
  `/restore?${new URLSearchParams({ snapshot: point.snapshot, repository: point.row.repository, source: sideOf(point) })}`;

/** Addresses leave the primary out. */
export const sideParam = (side: Side): { side?: Side } => (side === "replica" ? { side } : {});
