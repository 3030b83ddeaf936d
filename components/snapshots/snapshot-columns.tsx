"use client";
import type { TableProps } from "@cloudscape-design/components/table";
import type { Side, SnapshotRow } from "@/lib/domain/snapshot";
import { rowState } from "@/lib/domain/snapshot-row";
import { ReplicaMark, RowMark, SideMark } from "../parts/mark";
import { Bytes, OutOf } from "../parts/numbers";
import { RouteLink } from "../parts/route-link";
import { Ago, Took } from "../parts/times";

const TRIGGER: Record<string, string> = { schedule: "Schedule", manual: "By hand", retry: "Retry" };

export const SNAPSHOT_COLUMNS: TableProps.ColumnDefinition<SnapshotRow>[] = [
  {
    id: "id",
    header: "Snapshot",
    isRowHeader: true,
    cell: (row) =>
      rowState(row) === "unfinished" ? row.id : <RouteLink href={`/snapshots/${row.id}`}>{row.id}</RouteLink>,
    minWidth: 180,
  },
  { id: "finished", header: "Finished", cell: (row) => <Ago at={row.summary?.finishedAt} />, minWidth: 105 },
  { id: "state", header: "State", cell: (row) => <RowMark row={row} />, minWidth: 120 },
  {
    id: "repositories",
    header: "Safe",
    cell: ({ summary }) =>
      summary ? <OutOf count={summary.safeRepositories} total={summary.totalRepositories} /> : "–",
    minWidth: 110,
  },
  { id: "added", header: "Added", cell: (row) => <Bytes value={row.summary?.storedBytes} />, minWidth: 100 },
  { id: "took", header: "Duration", cell: (row) => <Took ms={row.summary?.durationMs} />, minWidth: 110 },
  { id: "trigger", header: "Started by", cell: startedBy, minWidth: 110 },
  { id: "primary", header: "Primary", cell: (row) => <Copy row={row} side="primary" />, minWidth: 120 },
  { id: "replica", header: "Replica", cell: (row) => <Copy row={row} side="replica" />, minWidth: 120 },
];

function startedBy({ summary }: SnapshotRow): string {
  if (!summary?.trigger) return "–";
  return summary.actor ?? TRIGGER[summary.trigger] ?? summary.trigger;
}

/** An unfinished backup lacks its manifest everywhere; that is no fault of either bucket. */
function Copy({ row, side }: { row: SnapshotRow; side: Side }) {
  const state = row.sides[side];
  if (rowState(row) === "unfinished" && state === "missing") return "–";
  return side === "replica" && state === "present" ? (
    <ReplicaMark lacking={row.replication} />
  ) : (
    <SideMark state={state} />
  );
}
