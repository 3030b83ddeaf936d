import { pushSecondsLeft } from "./push-left";
import type { RunKind, RunRecord } from "./run";

export interface TimeLeft {
  seconds: number;
  /** What it was reckoned by: how many bytes of repositories are to come, or how many repositories. */
  by: "bytes" | "count";
}

/** Less has not shown its pace yet. */
const LEAST_SECONDS = 3;
const LEAST_REPOSITORIES = 3;
const LEAST_SHARE = 0.01;
/** When at least this share of the bytes looked at was also transferred, it is bytes that take the time. */
const TRANSFERRING = 0.25;
/** The tail: what is left weighs so little of the whole that its bytes no longer tell. */
const TAIL_SHARE = 0.05;

/**
 * How long the captures of a backup, the proofs of a verify run, the restores of a batch, the push of a single one or the copies
 * of a hold may still take. While most repositories are transferred, as in a first backup, the
 * largest come first and only their sizes tell; on a day when most are unchanged, and for the many small ones at the end,
 * each costs some requests, and their number tells, at the pace of late. Undefined while there is too little to go by.
 */
export function timeLeft({ kind, state, phase, progress }: RunRecord, now: Date): TimeLeft | undefined {
  if (state === "running" && kind === "restore" && phase === "push" && progress?.push)
    return byBytes(pushSecondsLeft(progress.push, now));
  if (state !== "running" || phase !== COUNTED_PHASE[kind] || !progress?.since) return undefined;
  const { done, total, bytes, size_done = 0, size_total = 0, done_per_second, since } = progress;
  const elapsed = (now.getTime() - Date.parse(since)) / 1000;
  if (done >= total || !(elapsed >= LEAST_SECONDS)) return undefined;
  const transferring = size_done > 0 && size_done >= size_total * LEAST_SHARE && bytes >= size_done * TRANSFERRING;
  const sizeLeft = size_total - size_done;
  if (transferring && sizeLeft >= size_total * TAIL_SHARE)
    return { seconds: whole((elapsed / size_done) * sizeLeft), by: "bytes" };
  const pace = done_per_second ?? done / elapsed;
  return done < LEAST_REPOSITORIES || pace === 0 ? undefined : { seconds: whole((total - done) / pace), by: "count" };
}

/** In which repositories are counted, and what comes after it takes no time to speak of. A drill is too short to tell. */
const COUNTED_PHASE: Record<RunKind, string | undefined> = {
  backup: "capture",
  verify: "prove",
  // Of many: a single restore goes on for long after its bundles are read, and is reckoned while it pushes.
  restore: "restore",
  drill: undefined,
  hold: "copy",
};

const byBytes = (seconds: number | undefined): TimeLeft | undefined =>
  seconds === undefined ? undefined : { seconds, by: "bytes" };

const whole = (seconds: number) => Math.max(1, Math.round(seconds));
