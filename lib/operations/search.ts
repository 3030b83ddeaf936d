import { type FoundRun, type FoundSnapshot, isCommit, type SearchResults } from "@/lib/domain/catalogue/search-results";
import { hasCode } from "@/lib/domain/errors";
import { type RunId, runIdTime, snapshotTime } from "@/lib/domain/ids";
import { partOf } from "@/lib/domain/part-of";
import type { Catalogue } from "@/lib/ports/catalogue";
import { askBoth, type Sides } from "./both-sides";
import type { FollowRun } from "./follow-run";
import { followRun } from "./follow-run";
import { inParallel } from "./in-parallel";
import { listSnapshotIds } from "./read-manifest";
import { listRunIds } from "./run-records";

export interface Search extends FollowRun {
  sides: Sides;
  catalogue: Catalogue;
}

const EACH = 20;
/** Records that are read to say what a found run was. */
const RUNS = 8;

/**
 * Repositories, snapshots, runs, refs and the commits that refs pointed to. Without the catalogue snapshots and runs are found
 * all the same.
 */
export async function search(deps: Search, wanted: string, now: Date): Promise<SearchResults> {
  const text = wanted.trim();
  const { catalogue } = deps;
  const [snapshots, runs] = await Promise.all([findSnapshots(deps, text), partOf(findRuns(deps, text, now))]);
  return {
    text,
    catalogue: catalogue.status(),
    ...inCatalogue(catalogue, text),
    snapshots,
    runs,
    limit: EACH,
  };
}

function inCatalogue(catalogue: Catalogue, text: string): Pick<SearchResults, "repositories" | "refs" | "tips"> {
  try {
    return {
      repositories: catalogue.findRepositories(text, EACH),
      refs: catalogue.findRefs(text, EACH),
      tips: isCommit(text) ? catalogue.findTips(text, EACH) : [],
    };
  } catch (error) {
    if (!hasCode(error, "catalogue-unavailable")) throw error;
    return { repositories: [], refs: [], tips: [] };
  }
}

/** By the beginning of their ids, as dates are typed. */
async function findSnapshots({ sides, catalogue }: Search, text: string): Promise<FoundSnapshot[]> {
  if (!/^\d{4}(-\d{0,2}){0,2}(T\w*)?$/.test(text)) return [];
  const { primary, replica } = await askBoth(sides, listSnapshotIds);
  const ids = [primary, replica].flatMap((answer) => (answer && "value" in answer ? answer.value : []));
  const found = [...new Set(ids)]
    .filter((id) => id.startsWith(text))
    .sort()
    .reverse();
  return found.slice(0, EACH).map((snapshot) => {
    const known = summaryOf(catalogue, snapshot);
    return {
      snapshot,
      state: known?.state,
      finishedAt: known?.finishedAt ?? snapshotTime(snapshot).toISOString(),
    };
  });
}

function summaryOf(catalogue: Catalogue, snapshot: FoundSnapshot["snapshot"]) {
  try {
    return catalogue.summary(snapshot);
  } catch (error) {
    if (hasCode(error, "catalogue-unavailable")) return undefined;
    throw error;
  }
}

/** By a part of their ids, which begin with the time: `20260416` and `k3f9q2` both find one; a date is read without its dashes. */
async function findRuns(deps: Search, text: string, now: Date): Promise<FoundRun[]> {
  const part = /^\d{4}-[\d-]*$/.test(text) ? text.replaceAll("-", "") : text.toLowerCase();
  if (!/^[a-z0-9-]{4,}$/i.test(part)) return [];
  const ids = (await listRunIds(deps.records)).filter((id) => id.toLowerCase().includes(part)).slice(0, RUNS);
  return inParallel(ids, RUNS, (run) => asFound(deps, run, now));
}

async function asFound(deps: Search, run: RunId, now: Date): Promise<FoundRun> {
  const requestedAt = runIdTime(run).toISOString();
  try {
    const { record } = await followRun(deps, run, now);
    return { run, kind: record.kind, state: record.state, requestedAt };
  } catch {
    // It is found by its id all the same; its page says what is wrong with its record.
    return { run, requestedAt };
  }
}
