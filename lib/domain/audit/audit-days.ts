import type { AuditBreak } from "./audit-chain";
import type { AuditEntry } from "./audit-entry";

/** Whole days of the audit trail, as they were read. */
export interface AuditDays {
  /** Newest first. */
  entries: AuditEntry[];
  /** Where the trail is not as it was written. */
  breaks: AuditBreak[];
  /** The newest day with entries before these; absent where there is none. */
  older?: string;
}
