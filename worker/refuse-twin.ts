import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "@/lib/domain/errors";
import type { RunId } from "@/lib/domain/ids";
import { HEARTBEAT_MS, type RunRecord } from "@/lib/domain/run";
import { listRunIds, readRun } from "@/lib/operations/run-records";
import type { ObjectStore } from "@/lib/ports/object-store";
import type { Log } from "./log";
import type { RunRecorder } from "./run-recorder";

/** A living run is among the newest; restores in between are few. */
const RUNS_LOOKED_AT = 20;
/** A run that has not told of itself for this long is dead: it tells at least once a heartbeat. */
const SILENCE_MS = HEARTBEAT_MS * 1.5;
const LOOK_AGAIN_MS = 1000;

/**
 * Two backups at once would do the same work twice. Each has told that it runs before it looks, so of two that begin in
 * the same moment both see each other; the one with the smaller id goes on. A run that was killed looks alive for a
 * moment: it is watched until it tells of itself again, or has been silent too long.
 * @throws AppError run-already-active
 */
export async function refuseTwin(
  records: ObjectStore | undefined,
  recorder: RunRecorder,
  { now, log, signal }: { now: () => Date; log: Log; signal: AbortSignal },
): Promise<void> {
  if (!records) return;
  for (const run of (await listRunIds(records)).slice(0, RUNS_LOOKED_AT)) {
    if (run >= recorder.run) continue;
    const first = await readBackup(records, run);
    if (!first || isSilent(first, now())) continue;
    log.info("twin", `run ${run} was alive a moment ago; waiting to see whether it still is`);
    if (await tellsOfItself(records, run, first, now, signal))
      throw new AppError("run-already-active", { kind: "backup", run });
  }
}

async function tellsOfItself(
  records: ObjectStore,
  run: RunId,
  first: RunRecord,
  now: () => Date,
  signal: AbortSignal,
): Promise<boolean> {
  for (let seen: RunRecord | undefined = first; seen && !isSilent(seen, now()); seen = await readBackup(records, run)) {
    if (seen.updated_at !== first.updated_at) return true;
    await sleep(LOOK_AGAIN_MS, undefined, { signal });
  }
  return false;
}

/** The record of a backup that says it is running. */
async function readBackup(records: ObjectStore, run: RunId): Promise<RunRecord | undefined> {
  const found = await readRun(records, run).catch(() => undefined);
  return found?.record.kind === "backup" && found.record.state === "running" ? found.record : undefined;
}

function isSilent({ updated_at: at }: RunRecord, now: Date): boolean {
  return now.getTime() - Date.parse(at) >= SILENCE_MS;
}
