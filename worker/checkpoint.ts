// What a run has captured so far, kept in the records bucket, so that a run that follows a killed one does not fetch it again.
import { checkpointKey, checkpointPrefix } from "@/lib/domain/bucket-keys";
import { asAppError } from "@/lib/domain/errors";
import type { RunId } from "@/lib/domain/ids";
import { type ManifestEntry, manifestEntry } from "@/lib/domain/manifest";
import { listRunIds, readRun } from "@/lib/operations/run-records";
import type { ObjectStore } from "@/lib/ports/object-store";
import { eachLimited } from "./each-limited";
import type { Log } from "./log";

/** Runs looked back at: more than these in a row without a manifest is another trouble than a lost run. */
const RUNS_LOOKED_AT = 10;
const READS_AT_ONCE = 16;

export class Checkpoint {
  private readonly records: ObjectStore | undefined;
  private readonly run: RunId;
  private readonly log: Log;
  private silent = false;

  constructor(records: ObjectStore | undefined, run: RunId, log: Log) {
    this.records = records;
    this.run = run;
    this.log = log;
  }

  /** Notes a captured repository. Failing to costs the next run a transfer, nothing else: it is told once. */
  async keep(entry: ManifestEntry): Promise<void> {
    if (!this.records || this.silent || entry.id === undefined || entry.outcome !== "captured") return;
    try {
      await this.records.put(checkpointKey(this.run, entry.id), JSON.stringify(entry), {
        contentType: "application/json",
      });
    } catch (error) {
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
    await eachLimited(keys, READS_AT_ONCE, async (key) => {
      const { text } = await records.readText(key);
      const entry = manifestEntry.safeParse(JSON.parse(text)).data;
      if (entry?.id !== undefined) found.set(entry.id, entry);
    });
  }
}
