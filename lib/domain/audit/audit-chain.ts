// Whether the audit trail is as it was written: no entry changed, none taken away.
import type { AuditEntry } from "./audit-entry";

/** An entry as it was read, with the SHA-256 of its bytes in hex. */
export interface StoredEntry {
  key: string;
  hash: string;
  /** Undefined for what is no entry. */
  entry?: AuditEntry;
}

export interface AuditBreak {
  /** Where it shows. */
  key: string;
  problem: string;
}

/**
 * The entries of one day, in the order of their numbers. `before` are those of the newest day before that has any; its last
 * ones may have been written by a clock that runs behind, so that the link may be to any of them.
 */
export function breaksOf(day: readonly StoredEntry[], before: readonly StoredEntry[] | undefined): AuditBreak[] {
  return day.flatMap(({ key, entry }, index): AuditBreak[] => {
    if (!entry) return [{ key, problem: "It is no audit entry." }];
    const earlier = day[index - 1];
    const expected = index === 0 ? 1 : (earlier?.entry?.number ?? entry.number - 1) + 1;
    if (entry.number !== expected)
      return [{ key, problem: `Its number is ${entry.number}, not ${expected}: entries before it are missing.` }];
    if (earlier)
      return entry.previous === earlier.hash
        ? []
        : [{ key, problem: `It was written after another ${earlier.key} than the one that is there now.` }];
    if (!before || before.length === 0 || before.some(({ hash }) => hash === entry.previous)) return [];
    return [{ key, problem: "The day before does not end with the entry that it was written after." }];
  });
}
