// Whether the audit trail is as it was written: no entry changed, none taken away.
import { auditNumber } from "../bucket-keys";
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
export function breaksOf(day: readonly StoredEntry[], before: readonly StoredEntry[] = []): AuditBreak[] {
  const chain = day.filter(({ key }) => auditNumber(key) !== undefined);
  const strange = day.filter(({ key }) => auditNumber(key) === undefined);
  return [
    ...chain.flatMap((each, index) => {
      const problem = problemOf(each, chain[index - 1], before);
      return problem ? [{ key: each.key, problem }] : [];
    }),
    ...strange.map(({ key }) => ({ key, problem: NO_ENTRY })),
  ];
}

const NO_ENTRY = "It is no audit entry.";

function problemOf(
  { key, entry }: StoredEntry,
  earlier: StoredEntry | undefined,
  before: readonly StoredEntry[],
): string | undefined {
  if (!entry) return NO_ENTRY;
  const expected = ((earlier && auditNumber(earlier.key)) ?? 0) + 1;
  if (auditNumber(key) !== expected) return `Its number is not ${expected}: entries before it are missing.`;
  if (entry.number !== expected) return `It claims the number ${entry.number}.`;
  if (earlier)
    return entry.previous === earlier.hash
      ? undefined
      : `It was written after another ${earlier.key} than the one that is there now.`;
  const goesOn =
    before.length === 0 ? entry.previous === undefined : before.some(({ hash }) => hash === entry.previous);
  return goesOn ? undefined : "The day before does not end with the entry that it was written after.";
}
