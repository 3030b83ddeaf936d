"use client";
import type { TableProps } from "@cloudscape-design/components/table";
import { changeInWords, type EntryChange } from "@/lib/domain/entry-change";
import { OUTCOME_VIEW } from "@/lib/domain/outcome";
import type { EntryRow, SnapshotDetail } from "@/lib/domain/snapshot-detail";
import { Bytes } from "../parts/numbers";
import { RouteLink } from "../parts/route-link";
import { Second } from "../parts/second";
import styles from "./snapshots.module.css";

/** What the snapshot added of each repository; which refs that was is told by the comparison with the one before. */
export const changeColumn = ({ previous, summary: { id } }: SnapshotDetail): TableProps.ColumnDefinition<EntryRow> => ({
  id: "change",
  header: "Change",
  cell: (row) =>
    row.change ? (
      <div className={styles.change}>
        <Refs row={row} change={row.change} from={previous} to={id} />
        <Second>
          <Bytes value={row.change.bytes} /> added
        </Second>
      </div>
    ) : (
      <span title={OUTCOME_VIEW[row.outcome].explanation}>{row.outcome === "unchanged" ? "None" : "–"}</span>
    ),
  sortingField: "change",
  minWidth: 130,
});

interface RefsProps {
  row: EntryRow;
  change: EntryChange;
  from: string | undefined;
  to: string;
}

function Refs({ row: { repository, id }, change, from, to }: RefsProps) {
  const words = changeInWords(change);
  if (!from || !change.refs) return <>{words}</>;
  const query = new URLSearchParams({ from, to, repository });
  if (id !== undefined) query.set("id", String(id));
  return (
    <RouteLink href={`/snapshots/compare?${query}`} ariaLabel={`${words} in ${repository}`}>
      {words}
    </RouteLink>
  );
}
