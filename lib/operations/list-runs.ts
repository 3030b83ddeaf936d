import { problemOf } from "@/lib/domain/errors";
import type { FollowedRun, RunPage } from "@/lib/domain/followed-run";
import type { RunId } from "@/lib/domain/ids";
import { type FollowRun, followRun } from "./follow-run";
import { inParallel } from "./in-parallel";
import { listRunIds } from "./run-records";

const READS_AT_ONCE = 12;

/** One page of runs, newest first. A record that cannot be read is listed as such. */
export async function listRuns(deps: FollowRun, page: { limit: number; before?: RunId }, now: Date): Promise<RunPage> {
  const all = await listRunIds(deps.records);
  const { before } = page;
  const rest = before === undefined ? all : all.filter((id) => id < before);
  const ids = rest.slice(0, page.limit);
  const read = await inParallel(ids, READS_AT_ONCE, async (id) => {
    try {
      return await followRun(deps, id, now);
    } catch (error) {
      return { id, problem: problemOf(error) };
    }
  });
  return {
    runs: read.filter((each): each is FollowedRun => "record" in each),
    unreadable: read.filter((each) => "problem" in each),
    next: rest.length > ids.length ? ids.at(-1) : undefined,
  };
}
