// What a run has captured so far, kept in the records bucket, so that a run that follows a killed one does not fetch it again.
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { checkpointKey, checkpointPrefix } from "@/lib/domain/bucket-keys";
import { asAppError } from "@/lib/domain/errors";
import type { RunId } from "@/lib/domain/ids";
import { parseJson } from "@/lib/domain/json";
import { type ManifestEntry, manifestEntry } from "@/lib/domain/manifest";
import { inParallel } from "@/lib/operations/in-parallel";
import { listRunIds, readRun } from "@/lib/operations/run-records";
import type { ObjectStore } from "@/lib/ports/object-store";
import type { Log } from "./log";

/** Runs looked back at: more than these in a row without a manifest is another trouble than a lost run. */
const RUNS_LOOKED_AT = 10;
const READS_AT_ONCE = 16;

const notes = z.array(manifestEntry);

/** A fleet of small repositories finishes dozens a second; what comes within this time is one object. */
const GATHER_MS = 100;

export class Checkpoint {
  private readonly records: ObjectStore | undefined;
  private readonly run: RunId;
  private readonly log: Log;
  private silent = false;
  private number = 0;
  private gathered: ManifestEntry[] = [];
  /** Of what is gathered now. */
  private next?: Promise<void>;
  private before: Promise<void> = Promise.resolve();
  private readonly hurry = new AbortController();

  constructor(records: ObjectStore | undefined, run: RunId, log: Log) {
    this.records = records;
    this.run = run;
    this.log = log;
  }

  /**
   * Notes a captured repository; resolves once the note is in the bucket. Failing to costs the next run a transfer, nothing
   * else: it is told once.
   */
  keep(entry: ManifestEntry): Promise<void> {
    if (!this.records || this.silent || entry.id === undefined || entry.outcome !== "captured")
      return Promise.resolve();
    this.gathered.push(entry);
    this.next ??= this.writeNext(this.records);
    return this.next;
  }

  /** From now on notes are written at once; resolves when all are. */
  async close(): Promise<void> {
    this.hurry.abort();
    await this.next;
    await this.before;
  }

  private async writeNext(records: ObjectStore): Promise<void> {
    await sleep(GATHER_MS, undefined, { signal: this.hurry.signal }).catch(() => undefined);
    await this.before;
    const entries = this.gathered;
    this.gathered = [];
    this.next = undefined;
    this.before = this.write(records, entries);
    await this.before;
  }

  private async write(records: ObjectStore, entries: ManifestEntry[]): Promise<void> {
    this.number += 1;
    try {
      await records.put(checkpointKey(this.run, this.number), JSON.stringify(entries), {
        contentType: "application/json",
      });
    } catch (error) {
      if (this.silent) return;
      this.silent = true;
      this.log.warn(
        "checkpoint-not-written",
        `${asAppError(error).message}; should this run be killed, the next one starts over`,
      );
    }
  }

  /**
   * What runs since `previousFinishedAt` captured without coming to a manifest, by repository id. Unreadable notes are
   * passed over: they only save work.
   */
  async readUnfinished(previousFinishedAt: string | undefined): Promise<ReadonlyMap<number, ManifestEntry>> {
    const found = new Map<number, ManifestEntry>();
    if (!this.records) return found;
    try {
      for (const run of await this.unfinishedRuns(this.records, previousFinishedAt))
        await this.readRun(this.records, run, found);
    } catch (error) {
      this.log.warn(
        "checkpoint-not-read",
        `${asAppError(error).message}; what an earlier run had begun is captured anew`,
      );
    }
    if (found.size > 0)
      this.log.info("resumed", `${found.size} repositories were captured already by a run that did not end`, {
        count: found.size,
      });
    return found;
  }

  /** Oldest first, so that newer notes win. */
  private async unfinishedRuns(records: ObjectStore, since: string | undefined): Promise<RunId[]> {
    const unfinished: RunId[] = [];
    for (const run of (await listRunIds(records)).slice(0, RUNS_LOOKED_AT)) {
      if (run === this.run) continue;
      const record = await readRun(records, run).catch(() => undefined);
      if (record?.record.kind !== "backup") continue;
      const { state, requested_at: at } = record.record;
      if (since !== undefined && at < since) break;
      if (state !== "succeeded" && state !== "partial") unfinished.unshift(run);
    }
    return unfinished;
  }

  private async readRun(records: ObjectStore, run: RunId, found: Map<number, ManifestEntry>): Promise<void> {
    const keys: string[] = [];
    for await (const { key } of records.list(checkpointPrefix(run))) keys.push(key);
    await inParallel(keys, READS_AT_ONCE, async (key) => {
      const { text } = await records.readText(key);
      for (const entry of notes.safeParse(parseJson(text)).data ?? [])
        if (entry.id !== undefined) found.set(entry.id, entry);
    });
  }
}
