import type { FollowedRun } from "@/lib/domain/followed-run";
import type { NextRun, Overview } from "@/lib/domain/overview";
import type { Part } from "@/lib/domain/part";
import { partOf } from "@/lib/domain/part-of";
import { STRIP_RUNS } from "@/lib/domain/run-strip";
import { describeSchedule, nextRunTime } from "@/lib/domain/schedule";
import type { ScheduleReader } from "@/lib/ports/schedule";
import { listRuns } from "./list-runs";
import { listSnapshots } from "./list-snapshots";
import type { PlanRestore } from "./plan-restore";
import { type ReadAlarms, readAlarms } from "./read-alarms";
import { type ReadProofs, readProofSummary } from "./read-proofs";
import { readCoverageNow } from "./read-repositories";
import type { ReadRetention } from "./read-retention";
import type { RecentCost } from "./recent-cost";
import type { SharedAnswers } from "./shared-answers";
import type { RecentWatch } from "./watch-records";

export interface ReadOverview extends ReadAlarms, PlanRestore, ReadProofs, ReadRetention {
  watch: RecentWatch;
  schedule: ScheduleReader;
  shared: SharedAnswers;
  costs: RecentCost;
}

/** A month of daily snapshots and a few more. */
const SNAPSHOTS = 40;
const RUNS = STRIP_RUNS;

/** Everything the first page shows, read at once; each part may be unknown on its own. */
export async function readOverview(deps: ReadOverview, now: Date): Promise<Overview> {
  const listed = partOf(listRuns(deps, { limit: RUNS }, now).then((page) => page.runs));
  const [snapshots, runs, alarms, schedule, proofs, coverage, cost] = await Promise.all([
    partOf(listSnapshots(deps, { limit: SNAPSHOTS }, now).then((page) => page.rows)),
    listed,
    partOf(readAlarms(deps, now)),
    partOf(readNextRun(deps, listed, now)),
    partOf(readProofSummary(deps)),
    partOf(readCoverageNow(deps, now)),
    partOf(deps.costs.read(deps, now)),
  ]);
  const targetHours = deps.targets.freshnessTargetHours;
  return { snapshots, runs, alarms, schedule, proofs, coverage, cost, targetHours };
}

async function readNextRun(
  deps: ReadOverview,
  listed: Promise<Part<FollowedRun[]>>,
  now: Date,
): Promise<NextRun | undefined> {
  const [schedule, runs] = await Promise.all([deps.schedule.read(), listed]);
  if (!schedule) return undefined;
  const last = runs.known ? runs.value.find(({ record }) => record.trigger === "schedule") : undefined;
  const at = nextRunTime(schedule, now, last && new Date(last.record.requested_at));
  return { rhythm: describeSchedule(schedule), enabled: schedule.enabled, at: at?.toISOString() };
}
