import { type DrillMode, type DrillRecord, sizeClassOf } from "@/lib/domain/drill";
import { drillCandidates, drillSample } from "@/lib/domain/drill-sample";
import { type DrillsNow, type DrillTask, dueAt, type NextSample, reachedTimes } from "@/lib/domain/drills-now";
import { type FollowedRun, isActive } from "@/lib/domain/followed-run";
import type { RunId } from "@/lib/domain/ids";
import { partOf } from "@/lib/domain/part-of";
import type { Targets } from "@/lib/domain/targets";
import { askEither, type Sides } from "./both-sides";
import { type EndedDrills, readDrills } from "./drill-records";
import type { FollowRun } from "./follow-run";
import { listRuns } from "./list-runs";
import type { ManifestCache } from "./manifest-cache";

export interface ReadDrills extends FollowRun {
  sides: Sides;
  cache: ManifestCache;
  targets: Targets;
  /** Undefined where drills are not switched on. */
  drillTask?: DrillTask;
  endedDrills: EndedDrills;
}

/** As far back as a run can still be going on. */
const RECENT_RUNS = 30;

/**
 * The drills that were, and the one that would be next. The sample may be unknown by itself: it needs the backups.
 * @throws AppError storage-* when the records cannot be read
 */
export async function readDrillsNow(deps: ReadDrills, now: Date): Promise<DrillsNow> {
  const { drillTask: task, targets } = deps;
  const [kept, recent] = await Promise.all([
    readDrills(deps.records, { ended: deps.endedDrills }),
    listRuns(deps, { limit: RECENT_RUNS }, now),
  ]);
  const drills = kept.map(({ drill }) => drill);
  const runs = recent.runs.filter(({ record }) => record.kind === "drill");
  const active = runs.find(isActive)?.record.id;
  const lastPassedAt = drills.find(({ state }) => state === "passed")?.finished_at;
  const { drillIntervalDays: intervalDays } = targets;
  return {
    ...{ task, intervalDays, active, lastPassedAt },
    last: drills[0] && { drill: drills[0], state: stateOf(drills[0], active) },
    cameToNothing: cameToNothing(runs[0], drills[0]),
    dueAt: lastPassedAt && intervalDays ? dueAt(lastPassedAt, intervalDays) : undefined,
    reached: reachedTimes(drills),
    sample: await partOf(nextSample(deps, drills)),
  };
}

const stateOf = ({ state, run }: DrillRecord, active: RunId | undefined) =>
  state === "running" && run !== active ? "cut-off" : state;

function cameToNothing(newest: FollowedRun | undefined, last: DrillRecord | undefined): DrillsNow["cameToNothing"] {
  if (!newest || isActive(newest)) return undefined;
  const { id, error } = newest.record;
  return error && (!last || last.run < id) ? { run: id, problem: error } : undefined;
}

/** By the same rule as the worker's own choice, of the same snapshot. Undefined where there is nothing to restore. */
async function nextSample(
  { sides, cache, drillTask: task }: ReadDrills,
  past: readonly DrillRecord[],
): Promise<NextSample | undefined> {
  if (!task) return undefined;
  const mode: DrillMode = task.organisation ? "github" : "local";
  const { value } = await askEither(sides, "primary", (backups) => cache.newest(backups));
  const sample = value ? drillSample(drillCandidates(value.manifest.repos, mode), past, task.repositories) : [];
  if (!value || sample.length === 0) return undefined;
  return {
    snapshot: value.manifest.snapshot,
    items: sample.map(({ repository, bytes }) => ({ repository, bytes, size_class: sizeClassOf(bytes) })),
  };
}
