// The last runs as bars: how long each took beside the others, and how it ended.
import { type FollowedRun, runDuration, runResult } from "./followed-run";
import { formatDuration } from "./format";
import type { RunId } from "./ids";
import { RUN_KIND_LABEL, RUN_STATE_VIEW, type RunKind, type RunState } from "./run";

export interface RunBar {
  id: RunId;
  kind: RunKind;
  state: RunState;
  /** When it was asked for. */
  at: string;
  /** Of the longest, 0 to 1; the smallest is still to be seen. */
  height: number;
  /** All that the bar tells, in words, but for the time. */
  text: string;
}

export const STRIP_RUNS = 30;
const LEAST_HEIGHT = 0.12;

/** Of the newest runs, oldest first. Heights go by the root: an hour beside a minute leaves the minute to be seen. */
export function runStrip(runs: readonly FollowedRun[], now: Date): RunBar[] {
  const shown = runs.slice(0, STRIP_RUNS).reverse();
  const longest = Math.max(1, ...shown.map((run) => runDuration(run, now) ?? 0));
  return shown.map((run) => {
    const { id, kind, state, requested_at: at } = run.record;
    const took = runDuration(run, now);
    const words = [
      RUN_STATE_VIEW[state].label.toLowerCase(),
      took === undefined ? "" : formatDuration(took),
      runResult(run),
    ];
    return {
      ...{ id, kind, state, at },
      height: Math.max(LEAST_HEIGHT, Math.sqrt((took ?? 0) / longest)),
      text: `${RUN_KIND_LABEL[kind]}: ${words.filter(Boolean).join(", ")}`,
    };
  });
}
