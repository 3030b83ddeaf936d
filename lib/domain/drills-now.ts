// The drills as they stand now, for the page that shows them: what the last one came to, when the next is due, what was reached.
import { type DrillItem, type DrillRecord, recoveryTimes, SIZE_CLASSES, type SizeClass } from "./drill";
import type { Problem } from "./errors";
import { plural } from "./format";
import type { RunId, SnapshotId } from "./ids";
import type { Part } from "./part";
import { shellWord } from "./shell-word";

/** What a drill that is started now does, as it is configured. */
export interface DrillTask {
  /** Restored into, and taken away from again; rebuilt on the worker's disk when missing. */
  organisation?: string;
  /** At most so many in the sample. */
  repositories: number;
}

/** What the next drill would take, as of the newest snapshot. */
export interface NextSample {
  snapshot: SnapshotId;
  items: Pick<DrillItem, "repository" | "size_class" | "bytes">[];
}

/** The longest recovery time of a size class, of the newest drill that had one. */
export interface ReachedTime {
  sizeClass: SizeClass;
  seconds: number;
  /** Repositories of that class in that drill. */
  count: number;
  run: RunId;
  at: string;
}

/** cut-off: its record says that it goes on, and its run has ended. */
export const LAST_DRILL_STATES = ["running", "passed", "failed", "cut-off"] as const;
export type LastDrillState = (typeof LAST_DRILL_STATES)[number];

export const LAST_DRILL_VIEW: Record<
  LastDrillState,
  { label: string; indicator: "in-progress" | "success" | "error" }
> = {
  running: { label: "Going on", indicator: "in-progress" },
  passed: { label: "Passed", indicator: "success" },
  failed: { label: "Failed", indicator: "error" },
  "cut-off": { label: "Ended before it was done", indicator: "error" },
};

export interface DrillsNow {
  /** Undefined where drills are not switched on. */
  task?: DrillTask;
  /** A drill should end well at least this often; undefined where nothing asks for it. */
  intervalDays?: number;
  last?: { drill: DrillRecord; state: LastDrillState };
  /** The run that is at work, also before it has chosen its sample. */
  active?: RunId;
  /** The newest run, where it ended before it had a sample: it left no drill. */
  cameToNothing?: { run: RunId; problem: Pick<Problem, "message" | "hint"> };
  lastPassedAt?: string;
  /** When the next has to have passed; undefined without a target, and before the first that passed. */
  dueAt?: string;
  reached: ReachedTime[];
  sample: Part<NextSample | undefined>;
}

const DAY_MS = 86_400_000;

/** @param drills newest first */
export function reachedTimes(drills: readonly DrillRecord[]): ReachedTime[] {
  const all = drills.flatMap(({ items, run, started_at, finished_at }) =>
    recoveryTimes(items).map(({ sizeClass, count, longestSeconds }) => ({
      ...{ sizeClass, count, seconds: longestSeconds },
      ...{ run, at: finished_at ?? started_at },
    })),
  );
  return SIZE_CLASSES.flatMap((sizeClass) => all.find((each) => each.sizeClass === sizeClass) ?? []);
}

export const dueAt = (lastPassedAt: string, intervalDays: number): string =>
  new Date(Date.parse(lastPassedAt) + intervalDays * DAY_MS).toISOString();

/** `into new private repositories of acme-drills`, for the middle of a sentence. */
export const describeWhere = ({ organisation }: Pick<DrillTask, "organisation">): string =>
  organisation ? `into new private repositories of ${organisation}` : "on the worker's own disk";

/** `up to 3 repositories, on the worker's own disk`. */
export const describeTask = (task: DrillTask): string =>
  `up to ${plural(task.repositories, "repository", "repositories")}, ${describeWhere(task)}`;

/** For a POSIX shell that has the worker's other variables. */
export const drillCommand = ({ organisation, repositories }: DrillTask): string =>
  [
    ...(organisation ? [`DRILL_ORGANISATION=${shellWord(organisation)}`] : []),
    `DRILL_REPOSITORIES=${repositories}`,
    "npm run worker -- drill",
  ].join(" ");
