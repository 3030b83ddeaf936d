import { isWhole } from "@/lib/domain/catalogue/catalogue-status";
import { historyOfManifests } from "@/lib/domain/catalogue/history-of-manifests";
import type { RepositoryHistory } from "@/lib/domain/catalogue/repository-history";
import { AppError, hasCode } from "@/lib/domain/errors";
import type { RepositoryName } from "@/lib/domain/ids";
import type { Catalogue } from "@/lib/ports/catalogue";
import { type NewestManifests, newestManifests } from "./newest-manifests";

export interface HistoryDeps extends NewestManifests {
  catalogue: Catalogue;
}

export interface WantedHistory {
  repository: RepositoryName;
  /** GitHub's, where several repositories had the name. */
  id?: number;
}

/**
 * A repository over time, followed through its renames. While the catalogue is not there, or has not come to it yet, by the
 * newest snapshots alone, and how many these are.
 * @throws AppError catalogue-*, repository-unknown, storage-* where neither the catalogue nor a bucket answers
 */
export async function knownHistory(
  deps: HistoryDeps,
  { repository, id }: WantedHistory,
): Promise<Pick<RepositoryHistory, "history" | "onlyNewest">> {
  const { catalogue, sides } = deps;
  const wanted = { name: repository, id };
  let absent: unknown;
  try {
    const known = catalogue.history(wanted);
    if (known) return { history: known };
    if (isWhole(catalogue.status())) throw unknown(catalogue, repository);
  } catch (error) {
    if (!hasCode(error, "catalogue-unavailable")) throw error;
    absent = error;
  }
  const held = await newestManifests(deps);
  const history = historyOfManifests(held, sides.primary.root, wanted);
  if (!history) throw absent ?? unknown(catalogue, repository);
  return { history, onlyNewest: held.length };
}

function unknown(catalogue: Catalogue, repository: RepositoryName): AppError {
  const status = catalogue.status();
  const { done, total } = status.snapshots;
  return isWhole(status)
    ? new AppError("repository-unknown", { repository })
    : new AppError("catalogue-filling", { repository, done, total });
}
