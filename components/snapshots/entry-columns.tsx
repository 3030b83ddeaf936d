"use client";
import Box from "@cloudscape-design/components/box";
import type { TableProps } from "@cloudscape-design/components/table";
import { formatNumber, plural } from "@/lib/domain/format";
import type { EntryRow } from "@/lib/domain/snapshot-detail";
import { AnomalyMark, OutcomeMark } from "../parts/mark";
import { Bytes } from "../parts/numbers";
import styles from "./snapshots.module.css";

const SHORT_SHA = 10;

export const OUTCOME_COLUMN: TableProps.ColumnDefinition<EntryRow> = {
  id: "outcome",
  header: "Outcome",
  cell: (row) => (
    <>
      <OutcomeMark outcome={row.outcome} />
      {row.anomalies.map(({ kind, message }) => (
        <div key={kind + message}>
          <AnomalyMark kind={kind} />
        </div>
      ))}
    </>
  ),
  sortingField: "outcome",
  minWidth: 130,
};

/** What of it is less than how it is: after outcome and proof. */
export const FACT_COLUMNS: TableProps.ColumnDefinition<EntryRow>[] = [
  {
    id: "branch",
    header: "Branch",
    cell: (row) => row.defaultBranch ?? "–",
    sortingField: "branch",
    minWidth: 120,
  },
  {
    id: "head",
    header: "Head",
    cell: ({ head }) =>
      head ? (
        <span className={styles.mono} title={head}>
          {head.slice(0, SHORT_SHA)}
        </span>
      ) : (
        "–"
      ),
    minWidth: 115,
  },
  {
    id: "refs",
    header: "Branches / tags",
    cell: ({ refs }) => (refs ? `${formatNumber(refs.heads)} / ${formatNumber(refs.tags)}` : "–"),
    sortingField: "refs",
    minWidth: 120,
  },
  {
    id: "size",
    header: "Stored",
    cell: (row) => (
      <span title={row.chainLength > 0 ? plural(row.chainLength, "bundle") : undefined}>
        <Bytes value={row.chainLength > 0 ? row.chainBytes : undefined} />
        {row.chainLength > 1 && (
          <Box color="text-body-secondary" fontSize="body-s">
            {plural(row.chainLength, "bundle")}
          </Box>
        )}
      </span>
    ),
    sortingField: "size",
    minWidth: 100,
  },
];
