import {
  type FoundRun,
  type FoundSnapshot,
  isCommit,
  RUNS_LOOKED_INTO,
  type SearchResults,
} from "@/lib/domain/catalogue/search-results";
import { hasCode } from "@/lib/domain/errors";
import { type RunId, runIdTime, snapshotTime } from "@/lib/domain/ids";
import { partOf } from "@/lib/domain/part-of";
import type { RunRecord } from "@/lib/domain/run";
import { tellsOf } from "@/lib/domain/run-words";
import type { Catalogue } from "@/lib/ports/catalogue";
import { askBoth, type Sides } from "./both-sides";
import type { FollowRun } from "./follow-run";
import { followRun } from "./follow-run";
import { inParallel } from "./in-parallel";
import { listSnapshotIds } from "./read-manifest";
import { listRunIds } from "./run-records";
import type { SharedAnswers } from "./shared-answers";

export interface Search extends FollowRun {
  sides: Sides;
  catalogue: Catalogue;
  shared: SharedAnswers;
}

const EACH = 20;
const READS_AT_ONCE = 12;

/**
 * Repositories, snapshots, runs, refs and the commits that refs pointed to. Without the catalogue snapshots and runs are found
 * all the same.
 */
export async function search(deps: Search, wanted: string, now: Date): Promise<SearchResults> {
  const text = wanted.trim();
  const { catalogue } = deps;
  const [snapshots, runs] = await Promise.all([partOf(findSnapshots(deps, text)), partOf(findRuns(deps, text, now))]);
  return {
    text,
    catalogue: catalogue.status(),
    ...inCatalogue(catalogue, text),
    snapshots: snapshots.known ? snapshots.value : [],
    problem: snapshots.known ? undefined : snapshots.problem,
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

/** By the beginning of their ids, as dates are typed. @throws AppError storage-* when no bucket can be listed */
async function findSnapshots({ sides, catalogue }: Search, text: string): Promise<FoundSnapshot[]> {
  if (!/^\d{4}(-\d{0,2}){0,2}(T\w*)?$/.test(text)) return [];
  const { primary, replica } = await askBoth(sides, listSnapshotIds);
  if ("error" in primary && !(replica && "value" in replica)) throw primary.error;
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

/**
 * By a part of their ids, which begin with the time: `20260416` and `k3f9q2` both find one; a date is read without its dashes.
 * The newest ones also by kind, person, repository and the like.
 */
async function findRuns(deps: Search, text: string, now: Date): Promise<FoundRun[]> {
  const { ids, newest } = await deps.shared.get("the runs a search looks into", () => newestRuns(deps, now));
  const part = /^\d{4}-[\d-]*$/.test(text) ? text.replaceAll("-", "") : text.toLowerCase();
  const byId = new Set(/^[a-z0-9-]{4,}$/.test(part) ? ids.filter((id) => id.toLowerCase().includes(part)) : []);
  const found = new Set([...newest.flatMap((record) => (record && tellsOf(record, text) ? [record.id] : [])), ...byId]);
  const listed = ids.filter((id) => found.has(id)).slice(0, EACH);
  return inParallel(listed, READS_AT_ONCE, async (run) => {
    const record = await recordOf(deps, run, now);
    return { run, kind: record?.kind, state: record?.state, requestedAt: runIdTime(run).toISOString() };
  });
}

/** Most stand in memory already: those that have ended stay there. */
async function newestRuns(deps: Search, now: Date) {
  const ids = await listRunIds(deps.records);
  const newest = await inParallel(ids.slice(0, RUNS_LOOKED_INTO), READS_AT_ONCE, (id) => recordOf(deps, id, now));
  return { ids, newest };
}

/** Undefined where it cannot be read: it is found by its id all the same, and its page says what is wrong with it. */
async function recordOf(deps: Search, run: RunId, now: Date): Promise<RunRecord | undefined> {
  try {
    return (await followRun(deps, run, now)).record;
  } catch {
    return undefined;
  }
}
