// A run as screens see it: its record, what ECS says of its task, and how it reads in a list.
import { drillResult } from "./drill";
import type { Problem } from "./errors";
import { formatNumber, plural } from "./format";
import { holdResult } from "./hold-run";
import { OUTCOME_VIEW, OUTCOMES } from "./outcome";
import type { RestorePlan } from "./restore-plan";
import { restoreResult } from "./restore-words";
import { RUN_STATE_VIEW, type RunRecord } from "./run";
import { verifyResult } from "./verify-words";

export interface FollowedRun {
  /** `state` may be `lost`, which no record says of itself. */
  record: RunRecord;
  /** Why the state could not be checked against the task, when it should have been. */
  notice?: Problem;
  /** Whether there is a receipt to read. */
  receipt: boolean;
}

/** A run with what its own page shows besides. */
export interface OpenedRun extends FollowedRun {
  /** The approved plan's steps; empty for a restore that was started from the command line. */
  steps?: RestorePlan["steps"];
}

export interface RunPage {
  runs: FollowedRun[];
  /** Runs whose record cannot be read: shown, never hidden. */
  unreadable: { id: string; problem: Problem }[];
  /** Pass as `before` to read on; absent on the last page. */
  next?: string;
}

export interface RunLogPage {
  lines: { at: string; message: string }[];
  /** Where to go on reading. */
  cursor?: string;
  /** False as long as the record does not name a log. */
  available: boolean;
}

export const isActive = (run: FollowedRun): boolean => !RUN_STATE_VIEW[run.record.state].terminal;

/** What came of it in a few words: `34 of 34 safe`, `acme/api -> acme/api-restored`, or the error. */
export function runResult({ record }: FollowedRun): string {
  if (record.error) return record.error.message;
  if (record.restore) return restoreResult(record.restore);
  if (record.verify?.counts) return verifyResult(record.verify);
  if (record.hold?.counts) return holdResult(record.hold);
  if (record.drill) return drillResult(record.drill.items);
  if (record.outcomes) {
    const counts = record.outcomes;
    const total = OUTCOMES.reduce((sum, outcome) => sum + (counts[outcome] ?? 0), 0);
    const safe = OUTCOMES.reduce((sum, outcome) => sum + (OUTCOME_VIEW[outcome].safe ? (counts[outcome] ?? 0) : 0), 0);
    return `${formatNumber(safe)} of ${plural(total, "repository", "repositories")} safe`;
  }
  if (record.progress) return `${formatNumber(record.progress.done)} of ${formatNumber(record.progress.total)} done`;
  return "";
}

/** How long it has taken so far, or took, in milliseconds. */
export function runDuration({ record }: FollowedRun, now: Date): number | undefined {
  if (!record.started_at) return undefined;
  const end = record.finished_at ?? (RUN_STATE_VIEW[record.state].terminal ? record.updated_at : now.toISOString());
  return Math.max(0, Date.parse(end) - Date.parse(record.started_at));
}
