"use client";
import type { TableProps } from "@cloudscape-design/components/table";
import { formatNumber } from "@/lib/domain/format";
import { OUTCOME_VIEW } from "@/lib/domain/outcome";
import type { EntryRow } from "@/lib/domain/snapshot-detail";
import { AnomalyMark, OutcomeMark } from "../parts/mark";
import { Bytes } from "../parts/numbers";
import styles from "./snapshots.module.css";

const SHORT_SHA = 10;

/** The columns that need nothing from the page; the first and the last are made by the table. */
export const ENTRY_COLUMNS: TableProps.ColumnDefinition<EntryRow>[] = [
  {
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
    sortingComparator: (a, b) => OUTCOME_VIEW[a.outcome].order - OUTCOME_VIEW[b.outcome].order,
    minWidth: 130,
  },
  {
    id: "branch",
    header: "Default branch",
    cell: (row) => row.defaultBranch ?? "–",
    sortingField: "defaultBranch",
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
    sortingComparator: (a, b) => refCount(a) - refCount(b),
    minWidth: 120,
  },
  {
    id: "size",
    header: "Stored",
    cell: (row) => <Bytes value={row.chainLength > 0 ? row.chainBytes : undefined} />,
    sortingField: "chainBytes",
    minWidth: 100,
  },
  {
    id: "chain",
    header: "Bundles",
    cell: (row) => (row.chainLength > 0 ? formatNumber(row.chainLength) : "–"),
    sortingField: "chainLength",
    minWidth: 90,
  },
];

const refCount = ({ refs }: EntryRow) => (refs ? refs.heads + refs.tags : 0);
