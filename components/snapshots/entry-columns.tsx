"use client";
import type { TableProps } from "@cloudscape-design/components/table";
import { plural } from "@/lib/domain/format";
import type { EntryRow } from "@/lib/domain/snapshot-detail";
import { AnomalyMark, OutcomeMark } from "../parts/mark";
import { Bytes } from "../parts/numbers";
import { Second } from "../parts/second";
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
    cell: ({ defaultBranch, head }) => (
      <>
        {defaultBranch ?? "–"}
        {head && (
          <div className={styles.mono} title={head}>
            {head.slice(0, SHORT_SHA)}
          </div>
        )}
      </>
    ),
    sortingField: "branch",
    minWidth: 115,
  },
  {
    id: "refs",
    header: "Refs",
    cell: ({ refs }) =>
      refs ? (
        <>
          {plural(refs.heads, "branch", "branches")}
          <Second>{plural(refs.tags, "tag")}</Second>
        </>
      ) : (
        "–"
      ),
    sortingField: "refs",
    minWidth: 105,
  },
  {
    id: "size",
    header: "Size",
    cell: (row) => (
      <span>
        <Bytes value={row.chainLength > 0 ? row.chainBytes : undefined} />
        {row.chainLength > 0 && <Second>{plural(row.chainLength, "bundle")}</Second>}
      </span>
    ),
    sortingField: "size",
    minWidth: 100,
  },
];
