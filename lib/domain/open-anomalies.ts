import type { SeenAnomaly } from "./anomaly-kind";
import { byKind } from "./anomaly-kind";
import type { SnapshotRow } from "./snapshot";

/** Long enough that nobody misses one over a weekend; short enough that the page is quiet again by itself. */
const OPEN_DAYS = 7;

export interface OpenAnomaly extends SeenAnomaly {
  snapshot: SnapshotRow["id"];
  /** When the backup that saw it was finished. */
  at: string;
  /** The page that says more of it. */
  href: string;
}

/** What the backups of the last days were the first to see, the worst first, of one kind the newest first. */
export function openAnomalies(rows: readonly SnapshotRow[], now: Date): { named: OpenAnomaly[]; count: number } {
  const recent = rows.flatMap(({ summary }) => (summary && isRecent(summary.finishedAt, now) ? [summary] : []));
  const named = recent.flatMap(({ id, finishedAt, anomalies }) =>
    anomalies.map((each): OpenAnomaly => ({ ...each, snapshot: id, at: finishedAt, href: hrefOf(id, each) })),
  );
  return { named: named.sort(byKind), count: recent.reduce((sum, { anomalyCount }) => sum + anomalyCount, 0) };
}

const isRecent = (at: string, now: Date) => now.getTime() - Date.parse(at) <= OPEN_DAYS * 86_400_000;

function hrefOf(id: SnapshotRow["id"], { repo }: SeenAnomaly): string {
  if (repo !== undefined) return `/snapshots/${id}?entry=${encodeURIComponent(repo)}`;
  return `/snapshots/${id}?filter=${encodeURIComponent("outcome=vanished")}`;
}
