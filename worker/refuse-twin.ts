// One backup at a time: two would do the same work twice, and write the same keys.
import { setTimeout as sleep } from "node:timers/promises";
import { AppError, asAppError, hasCode } from "@/lib/domain/errors";
import type { RunId } from "@/lib/domain/ids";
import { HEARTBEAT_MS, type RunRecord } from "@/lib/domain/run";
import { claimBackup, readActiveBackup } from "@/lib/operations/active-backup";
import { readRun } from "@/lib/operations/run-records";
import type { ObjectStore } from "@/lib/ports/object-store";
import type { BackupContext } from "./backup-context";

/** A run that has not told of itself for this long is dead: it tells at least once a heartbeat. */
const SILENCE_MS = HEARTBEAT_MS * 1.5;
const LOOK_AGAIN_MS = 1000;
/** A run that waits says so this often: whoever reads the log sees that it has not died. */
const TELL_AGAIN_MS = 60_000;

/**
 * Takes the turn, or stands back for the backup that has it. The turn is one object in the records bucket that names the run
 * at work; S3 lets it be replaced only over the state that was read, so of two that begin in the same moment one gets it.
 * It is never given back: a run whose record says that it ended, or is silent, has it no more. Without a records bucket, or
 * when it cannot be read, nobody can know of the other: the backup goes on, because none at all is worse than two.
 * @throws AppError run-already-active, run-still-active (after ACTIVE_RUN_WAIT_MINUTES)
 */
export async function takeTurn(context: BackupContext): Promise<void> {
  const { records } = context.services;
  if (!records) return;
  try {
    await claimOrStandBack(records, context);
  } catch (error) {
    if (context.signal.aborted || hasCode(error, "run-already-active", "run-still-active")) throw error;
    const { message } = asAppError(error);
    context.log.warn("twin-unknown", `${message}; whether another backup is at work cannot be told, this one goes on`);
  }
}

async function claimOrStandBack(records: ObjectStore, context: BackupContext): Promise<void> {
  const { env, recorder, now } = context;
  const patience = new Patience(context);
  for (;;) {
    const active = await readActiveBackup(records);
    const other = active?.run && active.run !== recorder.run ? await readBackup(records, active.run) : undefined;
    if (!other || isSilent(other, now())) {
      if (await claimBackup(records, { run: recorder.run, since: now().toISOString() }, active?.etag)) return;
    } else if (env.ON_ACTIVE_RUN === "wait") {
      await patience.waitFor(other);
    } else {
      await refuseIfAlive(records, other, context);
    }
  }
}

/** A run that was killed looks alive for a moment: it is watched until it tells of itself again, or has been silent too long. */
async function refuseIfAlive(records: ObjectStore, first: RunRecord, context: BackupContext): Promise<void> {
  const { log, now, signal } = context;
  const { id: run } = first;
  log.info("twin", `run ${run} was alive a moment ago; waiting to see whether it still is`);
  for (let seen: RunRecord | undefined = first; seen && !isSilent(seen, now()); seen = await readBackup(records, run)) {
    if (seen.updated_at !== first.updated_at) throw new AppError("run-already-active", { kind: "backup", run });
    await sleep(LOOK_AGAIN_MS, undefined, { signal });
  }
}

/** Waits for the other in short steps, says how far it is, and gives up after the configured time. */
class Patience {
  private readonly context: BackupContext;
  private readonly since: number;
  private told = Number.NEGATIVE_INFINITY;

  constructor(context: BackupContext) {
    this.context = context;
    this.since = context.now().getTime();
  }

  async waitFor({ id: run, progress }: RunRecord): Promise<void> {
    const { env, log, now, recorder, signal } = this.context;
    const minutes = env.ACTIVE_RUN_WAIT_MINUTES;
    const at = now().getTime();
    if (at - this.since >= minutes * 60_000) throw new AppError("run-still-active", { kind: "backup", run, minutes });
    if (at - this.told >= TELL_AGAIN_MS) {
      this.told = at;
      const far = progress ? ` (${progress.done} of ${progress.total} repositories)` : "";
      log.info("waiting", `backup ${run} is at work${far}; this one begins when it has ended`, { run });
      recorder.update({ phase: "wait" });
    }
    await sleep(LOOK_AGAIN_MS, undefined, { signal });
  }
}

/** The record of a backup that says it is running. */
async function readBackup(records: ObjectStore, run: RunId): Promise<RunRecord | undefined> {
  const found = await readRun(records, run).catch((error: unknown) => {
    if (hasCode(error, "not-found", "record-invalid")) return undefined;
    throw error;
  });
  return found?.record.kind === "backup" && found.record.state === "running" ? found.record : undefined;
}

function isSilent({ updated_at: at }: RunRecord, now: Date): boolean {
  return now.getTime() - Date.parse(at) >= SILENCE_MS;
}
