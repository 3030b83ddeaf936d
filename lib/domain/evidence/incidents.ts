// What went wrong within a period, from its manifests: repositories that were not backed up until they were, and times without
// any backup.
import { OUTCOME_VIEW, type Outcome } from "../outcome";

export interface SeenSnapshot {
  snapshot: string;
  finishedAt: string;
  entries: readonly { id?: number; repo: string; outcome: Outcome; reason?: { message: string } }[];
}

export interface Incident {
  repository: string;
  id?: number;
  outcome: Outcome;
  /** The end of the first snapshot that lacks it, and that snapshot. */
  since: string;
  snapshot: string;
  reason?: string;
  /** Absent while it was not mended by the last snapshot of the period. */
  mended_at?: string;
  mended_in?: string;
}

/** A repository that fails in one snapshot after the other is one incident. Shown the snapshots from the oldest on, one by one. */
export class IncidentLog {
  readonly incidents: Incident[] = [];
  private readonly open = new Map<string, Incident>();

  see({ snapshot, finishedAt, entries }: SeenSnapshot): void {
    for (const { id, repo, outcome, reason } of entries) {
      const key = id === undefined ? repo.toLowerCase() : String(id);
      const current = this.open.get(key);
      if (OUTCOME_VIEW[outcome].safe) {
        if (current) Object.assign(current, { mended_at: finishedAt, mended_in: snapshot });
        this.open.delete(key);
      } else if (!current) {
        const began: Incident = { repository: repo, id, outcome, since: finishedAt, snapshot, reason: reason?.message };
        this.open.set(key, began);
        this.incidents.push(began);
      }
    }
  }
}

export interface Gap {
  from: string;
  to: string;
  hours: number;
}

/** Times between two ends of backups (or the bounds of the period) that were longer than the target. */
export function gapsOf(ends: readonly string[], bounds: { from: string; to: string }, targetHours: number): Gap[] {
  const times = [bounds.from, ...ends, bounds.to];
  return times.slice(1).flatMap((to, index) => {
    const from = times[index] ?? to;
    const hours = (Date.parse(to) - Date.parse(from)) / 3_600_000;
    return hours > targetHours ? [{ from, to, hours: Math.round(hours * 10) / 10 }] : [];
  });
}
