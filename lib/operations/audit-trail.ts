import type { AuditEntry, AuditNote } from "@/lib/domain/audit/audit-entry";
import { AUDIT_PREFIX, auditDayPrefix, auditKey, auditNumber, parseAuditDay } from "@/lib/domain/bucket-keys";
import { AppError, asAppError, hasCode } from "@/lib/domain/errors";
import type { ObjectStore } from "@/lib/ports/object-store";
import { contentHash } from "./digest";
import { toJson } from "./json-record";

/** The last entry that is there. */
interface Tail {
  number: number;
  /** Of the last entry of any day. */
  hash?: string;
}

/** Several consoles and tasks write at once: each attempt that loses its number means that another entry was written. */
const ATTEMPTS = 50;

/** Adds to the trail; nothing in it is ever replaced. Calls of one process are written one after the other. */
export class AuditTrail {
  private readonly records: ObjectStore;
  private readonly now: () => Date;
  private tail?: { day: string } & Tail;
  private last: Promise<unknown> = Promise.resolve();

  constructor(records: ObjectStore, now: () => Date) {
    this.records = records;
    this.now = now;
  }

  /** Resolves when the entry is durable. @throws AppError audit-not-written */
  append(note: AuditNote): Promise<AuditEntry> {
    const written = this.last.then(() => this.write(note));
    this.last = written.catch(() => undefined);
    return written;
  }

  private async write(note: AuditNote): Promise<AuditEntry> {
    try {
      for (let attempt = 1; ; attempt++) {
        const written = await this.tryOnce(note);
        if (written) return written;
        if (attempt === ATTEMPTS) throw new AppError("object-changed", { key: AUDIT_PREFIX });
      }
    } catch (cause) {
      this.tail = undefined;
      throw new AppError("audit-not-written", { action: note.action, detail: asAppError(cause).message }, { cause });
    }
  }

  private async tryOnce(note: AuditNote): Promise<AuditEntry | undefined> {
    const at = this.now().toISOString();
    const day = at.slice(0, 10);
    const tail = this.tail?.day === day ? this.tail : await this.findTail(day);
    const entry: AuditEntry = { version: 1, number: tail.number + 1, previous: tail.hash, at, ...note };
    const text = toJson(entry);
    const key = auditKey(day, entry.number);
    try {
      await this.records.put(key, text, { onlyIf: "absent", contentType: "application/json" });
    } catch (error) {
      if (!hasCode(error, "object-exists")) throw error;
      this.tail = undefined;
      // Ours, when the answer to the first of two attempts was lost on the way.
      return (await this.isOurs(key, text)) ? entry : undefined;
    }
    this.tail = { day, number: entry.number, hash: contentHash(text) };
    return entry;
  }

  private async isOurs(key: string, text: string): Promise<boolean> {
    return (await this.records.readText(key)).text === text;
  }

  private async findTail(day: string): Promise<{ day: string } & Tail> {
    const known = this.tail;
    const after = known?.day === day ? { after: auditKey(day, known.number) } : {};
    const last = await lastOf(this.records, day, after);
    if (last) return { day, number: last.number, hash: await this.hashOf(last.key) };
    const folders = await this.records.listFolders(AUDIT_PREFIX);
    const before = folders.flatMap((folder) => parseAuditDay(folder) ?? []).findLast((other) => other < day);
    const lastBefore = before === undefined ? undefined : await lastOf(this.records, before);
    return { day, number: 0, hash: lastBefore && (await this.hashOf(lastBefore.key)) };
  }

  private async hashOf(key: string): Promise<string> {
    return contentHash((await this.records.readText(key)).text);
  }
}

/** By the keys alone: what is written in an entry may have been changed. */
async function lastOf(
  records: ObjectStore,
  day: string,
  options = {},
): Promise<{ key: string; number: number } | undefined> {
  let last: { key: string; number: number } | undefined;
  for await (const { key } of records.list(auditDayPrefix(day), options)) {
    const number = auditNumber(key);
    if (number !== undefined) last = { key, number };
  }
  return last;
}
