import { AppError } from "@/lib/domain/errors";
import type { RepositoryName, RunId } from "@/lib/domain/ids";
import { readJournal } from "@/lib/operations/run-records";
import type { ObjectStore } from "@/lib/ports/object-store";
import type { FoundRepository, RestoreTarget } from "@/lib/ports/restore-target";
import { Journal } from "./journal";

/** A repository that a restore is said to have made. */
export interface Made {
  target: RepositoryName;
  /** GitHub's id: a name may have been given to another repository since. */
  repositoryId: number;
  restoredBy: RunId;
}

/** @throws AppError restore-not-ours unless the journal of the run names this very repository */
export async function provenJournal(
  records: ObjectStore,
  made: Made,
  by: { run: RunId; digest: string; now: () => Date },
): Promise<Journal> {
  const { target, repositoryId, restoredBy } = made;
  const kept = (await readJournal(records, restoredBy, target))?.journal;
  if (!kept) throw notOurs(made, "it has no record of it");
  if (kept.repository_id !== repositoryId)
    throw notOurs(made, `it made repository ${kept.repository_id}, not ${repositoryId}`);
  return Journal.open({ records, origin: restoredBy, repository: kept.repository, target, ...by });
}

/** @throws AppError restore-not-ours when it is gone, or is called otherwise now */
export async function findMade(target: RestoreTarget, made: Made): Promise<FoundRepository> {
  const found = await target.findById(made.repositoryId, made.target);
  if (!found) throw notOurs(made, "GitHub has no repository of that id any more");
  if (found.name.toLowerCase() !== made.target.toLowerCase())
    throw notOurs(made, `what that run made is called ${found.name} now`);
  return found;
}

function notOurs({ target, restoredBy }: Made, why: string): AppError {
  return new AppError("restore-not-ours", { target, run: restoredBy, why });
}
