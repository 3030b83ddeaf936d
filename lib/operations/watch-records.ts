// What the hourly watch leaves in the records bucket, read and written.
import { REPLICATION_STATE_KEY, WATCH_REPORT_KEY } from "@/lib/domain/bucket-keys";
import { hasCode } from "@/lib/domain/errors";
import type { ReplicationState, WatchReport } from "@/lib/domain/watch";
import { replicationState, watchReport } from "@/lib/domain/watch-schema";
import type { ObjectStore } from "@/lib/ports/object-store";
import { readRecord } from "./json-record";
import { KeepRecent } from "./keep-recent";

/** Undefined before the first look. @throws AppError record-invalid, storage-* */
export async function readWatchReport(records: ObjectStore): Promise<WatchReport | undefined> {
  return optional(readRecord(records, WATCH_REPORT_KEY, watchReport, "the watch's report"));
}

/** What cannot be read is as good as none: then everything is looked at again. @throws AppError storage-* */
export async function readReplicationState(records: ObjectStore): Promise<ReplicationState> {
  const known = optional(readRecord(records, REPLICATION_STATE_KEY, replicationState, "the state of the replica"));
  const state = await known.catch((error: unknown) => {
    if (hasCode(error, "record-invalid")) return undefined;
    throw error;
  });
  return state ?? { version: 1, complete: {} };
}

/** Over what is there: each look replaces the one before, and one at a time is at work. */
export async function writeWatch(records: ObjectStore, report: WatchReport, state: ReplicationState): Promise<void> {
  await records.put(REPLICATION_STATE_KEY, inOneLine(state), { contentType: "application/json" });
  await records.put(WATCH_REPORT_KEY, inOneLine(report), { contentType: "application/json" });
}

// With tens of thousands of repositories the spaces would be most of it.
const inOneLine = (value: unknown) => `${JSON.stringify(value)}\n`;

async function optional<T>(reading: Promise<{ value: T }>): Promise<T | undefined> {
  try {
    return (await reading).value;
  } catch (error) {
    if (hasCode(error, "not-found")) return undefined;
    throw error;
  }
}

/** Screens ask often and the report changes once an hour; with ten thousand repositories it is some megabytes. */
const KEPT_MS = 15_000;

/** The last report, read again when it was read a while ago. */
export class RecentWatch {
  private readonly kept = new KeepRecent<WatchReport | undefined>(1);
  private readonly records: ObjectStore;
  private last: { at: number; report: Promise<WatchReport | undefined> } | undefined;

  constructor(records: ObjectStore) {
    this.records = records;
  }

  /** @throws as readWatchReport */
  read(now: Date): Promise<WatchReport | undefined> {
    if (this.last && now.getTime() - this.last.at < KEPT_MS) return this.last.report;
    const asked = { at: now.getTime(), report: this.readChanged() };
    this.last = asked;
    // What failed is asked again at once.
    asked.report.catch(() => {
      if (this.last === asked) this.last = undefined;
    });
    return asked.report;
  }

  /** The same object while it is the same report. */
  private async readChanged(): Promise<WatchReport | undefined> {
    try {
      const { etag } = await this.records.head(WATCH_REPORT_KEY);
      return await this.kept.get(etag, () => readWatchReport(this.records));
    } catch (error) {
      if (hasCode(error, "object-missing")) return undefined;
      throw error;
    }
  }
}
