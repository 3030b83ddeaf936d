import { type FirstStep, firstSteps } from "@/lib/domain/first-steps";
import { partOf } from "@/lib/domain/part-of";
import type { ScheduleReader } from "@/lib/ports/schedule";
import type { Examine } from "./examine";
import type { FollowRun } from "./follow-run";
import { listRuns } from "./list-runs";
import { type ListSnapshots, listSnapshots } from "./list-snapshots";
import { type ReadProofs, readProofSummary } from "./read-proofs";
import { whoHears } from "./who-hears";

export interface ReadFirstSteps extends ReadProofs, ListSnapshots, FollowRun {
  doctor: Pick<Examine, "apps" | "alarms">;
  schedule: ScheduleReader;
  standby?: boolean;
}

/** Any that a replica has will do. */
const SNAPSHOTS = 20;
const RUNS = 20;

/** What of the first day is done; empty on a standby, which has none. Never throws: each step may be unknown on its own. */
export async function readFirstSteps(deps: ReadFirstSteps, now: Date): Promise<FirstStep[]> {
  if (deps.standby) return [];
  const { alarms, apps } = deps.doctor;
  const [snapshots, runs, installed, schedule, proofs, subscribers] = await Promise.all([
    partOf(listSnapshots(deps, { limit: SNAPSHOTS }, now).then(({ rows }) => rows)),
    partOf(listRuns(deps, { limit: RUNS }, now).then((page) => page.runs)),
    partOf(apps.backup?.() ?? Promise.resolve(undefined)),
    partOf(deps.schedule.read()),
    partOf(readProofSummary(deps)),
    partOf(alarms ? whoHears(alarms).then((found) => found.subscribers) : Promise.resolve([])),
  ]);
  const backup = runs.known
    ? { known: true as const, value: runs.value.find(({ record }) => record.kind === "backup")?.record }
    : runs;
  return firstSteps({
    ...{ snapshots, backup, apps: installed, schedule, proofs, subscribers },
    replicated: deps.sides.replica !== undefined,
  });
}
