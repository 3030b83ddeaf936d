// The audit trail as a list of acts: the intent and the outcome of one act are one row.
import type { RunId } from "../ids";
import type { PersonId } from "../person-id";
import { type AuditAction, type AuditEntry, type AuditResult, actorName } from "./audit-entry";

export type AuditRowResult = AuditResult | "begun";

export interface AuditRow {
  key: string;
  /** When it was begun, where that is known. */
  at: string;
  who: string;
  id?: PersonId;
  role?: string;
  action: AuditAction;
  about?: string;
  run?: RunId;
  planDigest?: string;
  approval?: AuditEntry["approval"];
  secrets?: string[];
  address?: string;
  request: string;
  result: AuditRowResult;
  detail?: string;
}

export const AUDIT_RESULT_VIEW: Record<
  AuditRowResult,
  { label: string; indicator: "success" | "warning" | "error" | "pending"; explanation: string }
> = {
  done: { label: "Done", indicator: "success", explanation: "It was done." },
  refused: { label: "Refused", indicator: "warning", explanation: "Nothing was done." },
  failed: { label: "Failed", indicator: "error", explanation: "It was begun and did not come to its end." },
  begun: {
    label: "Begun",
    indicator: "pending",
    explanation: "No outcome is told: it is still going on, or whoever did it was cut off.",
  },
};

/** In the order of the entries; a row stands where its newest entry does. */
export function auditRows(entries: readonly AuditEntry[]): AuditRow[] {
  const rows = new Map<string, AuditRow>();
  for (const entry of entries) {
    const key = `${entry.request} ${entry.action} ${actorName(entry.actor)} ${entry.phase === "event" ? entry.number : ""}`;
    const known = rows.get(key);
    rows.set(key, known ? joined(known, entry) : rowOf(key, entry));
  }
  return [...rows.values()];
}

function rowOf(key: string, entry: AuditEntry): AuditRow {
  const { at, actor, action, about, run, plan_digest: planDigest, secrets, address, request, result, detail } = entry;
  const { approval } = entry;
  const person = actor.kind === "person" ? { id: actor.id, role: actor.role } : {};
  return {
    ...{
      key,
      at,
      who: actorName(actor),
      ...person,
      action,
      about,
      run,
      planDigest,
      approval,
      secrets,
      address,
      request,
      detail,
    },
    result: result ?? "begun",
  };
}

/** The outcome says more, the intent when it was begun. */
function joined(row: AuditRow, entry: AuditEntry): AuditRow {
  const other = rowOf(row.key, entry);
  const [intent, outcome] = entry.phase === "intent" ? [other, row] : [row, other];
  return { ...intent, ...defined(outcome), at: intent.at };
}

const defined = (row: AuditRow): Partial<AuditRow> =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));
