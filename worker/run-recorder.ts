import type { BackupRequest } from "@/lib/domain/backup-run";
import { hasCode } from "@/lib/domain/errors";
import type { HoldRequest } from "@/lib/domain/hold-run";
import { newRunId, type RunId } from "@/lib/domain/ids";
import { runId } from "@/lib/domain/ids-schema";
import type { VerifyRequest } from "@/lib/domain/proof-run";
import { HEARTBEAT_MS, type RunKind, type RunRecord } from "@/lib/domain/run";
import { VERSION } from "@/lib/domain/version";
import { createRun, readRun, replaceRun } from "@/lib/operations/run-records";
import type { ObjectStore } from "@/lib/ports/object-store";
import type { Log } from "./log";

export type RunPatch = Partial<Omit<RunRecord, "id" | "kind" | "version">>;

export interface RecorderOptions {
  kind: RunKind;
  trigger: RunRecord["trigger"];
  /** Given by whoever started the task; made up otherwise. */
  run?: string;
  /** Absent in installations without a records bucket: then nothing is recorded, and that is said once. */
  records?: ObjectStore;
  task?: RunRecord["task"];
  log: Log;
  now: () => Date;
  random: () => string;
  /** Sees the record as it is now, at every change, whether or not it is written anywhere. */
  watch?: (record: RunRecord) => void;
}

/** For those who take notes of a run that is another's to begin and to end. */
export type RunNotes = Pick<RunRecorder, "run" | "update">;

/** Changes are written at most this often; what comes in between is put together. */
const WRITE_INTERVAL_MS = 1000;
/** Each write is a version in the bucket: a run of hours need not leave one a second. */
const CALM_AFTER_MS = 120_000;
const CALM_INTERVAL_MS = 5000;
/** Console and worker may both write; each conflict means the other one is done. */
const CONFLICT_ATTEMPTS = 5;

/**
 * Keeps runs/<id>/run.json current while the worker works: progress at most once a second (every five seconds in a run that
 * has lasted two minutes), a heartbeat at least every 15 s, and the end. A record that cannot be written is told in the log; it never stops a backup.
 */
export class RunRecorder {
  readonly run: RunId;
  private readonly options: RecorderOptions;
  private mine: RunPatch = {};
  private base?: RunRecord;
  private etag?: string;
  private lastWrite = 0;
  private startedAt = 0;
  private dirty = false;
  private busy = false;
  private silent: boolean;
  private timer?: NodeJS.Timeout;
  private writing: Promise<void> = Promise.resolve();

  constructor(options: RecorderOptions) {
    this.options = options;
    this.run = options.run ? runId.parse(options.run) : newRunId(options.now(), options.random());
    this.silent = options.records === undefined;
    if (this.silent)
      options.log.warn(
        "no-records",
        "RECORDS_BUCKET is not set: this run's progress and outcome are told in this log only",
      );
  }

  /** Who asked for the run, as far as its record says. */
  get actor(): string | undefined {
    return this.base?.actor;
  }

  /** What was asked of a backup when it was started from the console; known once it has begun. */
  get backupRequest(): BackupRequest | undefined {
    return this.base?.backup?.request;
  }

  /** What was asked of a verify run when it was started from the console; known once it has begun. */
  get verifyRequest(): VerifyRequest | undefined {
    return this.base?.verify?.request;
  }

  /** What was asked of a hold run when it was started from the console; known once it has begun. */
  get holdRequest(): HoldRequest | undefined {
    return this.base?.hold?.request;
  }

  /** How it stands, or ended. */
  get outcome(): Pick<RunRecord, "state" | "error"> {
    const { state = "queued", error } = this.mine as Partial<RunRecord>;
    return { state, error };
  }

  /** Bytes this run has received so far. */
  get receivedBytes(): number {
    return (this.mine as Partial<RunRecord>).progress?.bytes ?? 0;
  }

  /** The record as the console asked for it, or a new one; then `running`. */
  async start(): Promise<void> {
    const { now, task } = this.options;
    const at = now().toISOString();
    this.mine = { state: "running", started_at: at, updated_at: at, worker: VERSION, ...(task ? { task } : {}) };
    this.startedAt = now().getTime();
    this.tellWatch();
    await this.write();
    this.timer = setInterval(() => this.tick(), WRITE_INTERVAL_MS);
    this.timer.unref();
  }

  /** Takes note; it is written soon. */
  update(patch: RunPatch): void {
    Object.assign(this.mine, patch);
    this.dirty = true;
    this.tellWatch();
  }

  /** The last word. Resolves when it is written, or cannot be. */
  async finish(patch: RunPatch & Pick<RunRecord, "state">): Promise<void> {
    clearInterval(this.timer);
    await this.writing;
    this.update({ finished_at: this.options.now().toISOString(), ...patch });
    await this.write();
  }

  private tellWatch(): void {
    this.options.watch?.({ ...(this.base ?? this.blank()), ...this.mine } as RunRecord);
  }

  private tick(): void {
    const now = this.options.now().getTime();
    const interval = now - this.startedAt > CALM_AFTER_MS ? CALM_INTERVAL_MS : 0;
    const wait = this.dirty ? interval : HEARTBEAT_MS;
    if (this.busy || now - this.lastWrite < wait) return;
    // Where a write takes longer than the interval, the next one says it all.
    this.busy = true;
    this.writing = this.write().finally(() => {
      this.busy = false;
    });
  }

  private async write(): Promise<void> {
    if (this.silent || !this.options.records) return;
    this.dirty = false;
    this.lastWrite = this.options.now().getTime();
    this.mine.updated_at = this.options.now().toISOString();
    try {
      await this.put(this.options.records);
    } catch (error) {
      this.tell(error);
    }
  }

  private async put(records: ObjectStore): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      this.base ??= await this.readExisting(records);
      const record = { ...(this.base ?? this.blank()), ...this.mine } as RunRecord;
      try {
        const written = this.etag ? await replaceRun(records, record, this.etag) : await createRun(records, record);
        this.etag = written.etag;
        return;
      } catch (error) {
        if (!hasCode(error, "object-changed", "object-exists") || attempt >= CONFLICT_ATTEMPTS) throw error;
        this.base = undefined;
        this.etag = undefined;
      }
    }
  }

  private async readExisting(records: ObjectStore): Promise<RunRecord | undefined> {
    try {
      const { record, etag } = await readRun(records, this.run);
      this.etag = etag;
      return record;
    } catch (error) {
      if (hasCode(error, "not-found")) return undefined;
      throw error;
    }
  }

  private blank(): RunRecord {
    const at = this.options.now().toISOString();
    return {
      version: 1,
      id: this.run,
      kind: this.options.kind,
      state: "queued",
      trigger: this.options.trigger,
      requested_at: at,
      updated_at: at,
    };
  }

  private tell(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.options.log.warn("record-not-written", `the run's record could not be written: ${message}; the run goes on`);
    // Without the permission it will not work the next time either; once is enough.
    if (hasCode(error, "storage-denied", "storage-bucket-missing")) this.silent = true;
  }
}
