import { breaksOf, type StoredEntry } from "@/lib/domain/audit/audit-chain";
import type { AuditDays } from "@/lib/domain/audit/audit-days";
import { auditEntry } from "@/lib/domain/audit/audit-entry-schema";
import { AUDIT_PREFIX, auditDayPrefix, parseAuditDay } from "@/lib/domain/bucket-keys";
import { parseJson } from "@/lib/domain/json";
import type { ObjectStore, ObjectSummary } from "@/lib/ports/object-store";
import { contentHash } from "./digest";
import { inParallel } from "./in-parallel";
import { KeepRecent } from "./keep-recent";

const READS_AT_ONCE = 16;
/** An entry is some 500 bytes. */
const KEPT_ENTRIES = 20_000;

/** A page shows at least so many, where there are, and whole days. */
const PAGE_ENTRIES = 200;

/** Each state of an entry is read once; it has one state, unless somebody changes it. */
export class AuditReader {
  private readonly records: ObjectStore;
  private readonly kept = new KeepRecent<StoredEntry>(KEPT_ENTRIES);

  constructor(records: ObjectStore) {
    this.records = records;
  }

  /**
   * The days from `until` (UTC, itself included) backwards to `from`, or until there are `enough` entries, in whole days.
   * @throws AppError storage-*
   */
  async read({ from, until, enough }: { from?: string; until?: string; enough?: number }): Promise<AuditDays> {
    const days = await this.days();
    const wanted = days.filter((day) => (!from || day >= from) && (!until || day <= until)).reverse();
    const found: AuditDays = { entries: [], breaks: [] };
    for (const day of wanted) {
      if (enough !== undefined && found.entries.length >= enough) return { ...found, older: day };
      const stored = await this.day(day);
      found.entries.push(...stored.flatMap(({ entry }) => entry ?? []).reverse());
      found.breaks.push(...breaksOf(stored, await this.dayBefore(day, days)));
    }
    const older = days.findLast((day) => day < (from ?? wanted.at(-1) ?? ""));
    return { ...found, ...(older ? { older } : {}) };
  }

  private async days(): Promise<string[]> {
    return (await this.records.listFolders(AUDIT_PREFIX)).flatMap((folder) => parseAuditDay(folder) ?? []);
  }

  private async dayBefore(day: string, days: readonly string[]): Promise<StoredEntry[] | undefined> {
    const before = days.findLast((other) => other < day);
    return before === undefined ? undefined : this.day(before);
  }

  private async day(day: string): Promise<StoredEntry[]> {
    const found: ObjectSummary[] = [];
    for await (const object of this.records.list(auditDayPrefix(day))) found.push(object);
    return inParallel(found, READS_AT_ONCE, ({ key, lastModified, sizeBytes }) =>
      this.kept.get(`${key} ${lastModified} ${sizeBytes}`, () => this.entry(key)),
    );
  }

  private async entry(key: string): Promise<StoredEntry> {
    const { text } = await this.records.readText(key);
    return { key, hash: contentHash(text), entry: auditEntry.safeParse(parseJson(text)).data };
  }
}

/** For the console. @throws AppError storage-* */
export function readAuditPage(audits: AuditReader, { until }: { until?: string }): Promise<AuditDays> {
  return audits.read({ until, enough: PAGE_ENTRIES });
}
