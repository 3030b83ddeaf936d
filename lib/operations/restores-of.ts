import type { KnownHistory } from "@/lib/domain/catalogue/catalogue-views";
import { type Called, calledBy, calledOnly, isRestoreOf } from "@/lib/domain/catalogue/restores-of";
import { hasCode } from "@/lib/domain/errors";
import type { FollowedRun } from "@/lib/domain/followed-run";
import type { Catalogue } from "@/lib/ports/catalogue";
import type { FollowRun } from "./follow-run";
import type { WantedHistory } from "./known-history";
import { listRuns } from "./list-runs";

/** Runs that are looked through: months of them where backups are daily. */
const RUNS = 200;

export interface RestoresMade {
  /** Newest first. */
  runs: FollowedRun[];
  looked: number;
  /** There are older runs, which were not looked at. */
  older: boolean;
  /** Renames are followed; not where the catalogue is not there. */
  followed: boolean;
}

/** The restores, exports and checks of one repository, under all its names, among the newest runs. @throws AppError storage-* */
export async function restoresOf(
  deps: FollowRun & { catalogue: Catalogue },
  wanted: WantedHistory,
  now: Date,
): Promise<RestoresMade> {
  const called = known(deps.catalogue, wanted);
  const { runs, next } = await listRuns(deps, { limit: RUNS }, now);
  return {
    runs: runs.filter((run) => isOf(run, called ?? calledOnly(wanted.repository))),
    looked: runs.length,
    older: next !== undefined,
    followed: called !== undefined,
  };
}

const isOf = ({ record: { restore } }: FollowedRun, called: Called): boolean =>
  restore !== undefined && isRestoreOf(restore.request, restore.restored ?? [], called);

function known(catalogue: Catalogue, { repository, id }: WantedHistory): Called | undefined {
  try {
    const history = catalogue.history({ name: repository, id });
    return history && calledBy(history, namesakes(catalogue, history));
  } catch (error) {
    if (hasCode(error, "catalogue-unavailable")) return undefined;
    throw error;
  }
}

const namesakes = (catalogue: Catalogue, history: KnownHistory): KnownHistory[] =>
  history.namesakes.flatMap(({ id, name }) => (id === undefined ? [] : (catalogue.history({ name, id }) ?? [])));
