"use client";
import Box from "@cloudscape-design/components/box";
import Header from "@cloudscape-design/components/header";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import { type BackupRecord, type FirstItem, firstItems } from "@/lib/domain/backup-run";
import { formatNumber } from "@/lib/domain/format";
import { OutcomeMark } from "../parts/mark";
import { capital } from "../parts/problem";
import { tableWords } from "../parts/table-words";
import styles from "./runs.module.css";

interface FirstContentProps {
  backup: BackupRecord;
  /** Its turn may still come. */
  active: boolean;
}

/** What became of the repositories that a person wanted to be backed up before all others. */
export function FirstContent({ backup, active }: FirstContentProps) {
  const items = firstItems(backup);
  return (
    <Table
      items={items}
      columnDefinitions={columnsFor(active)}
      wrapLines
      trackBy="repo"
      ariaLabels={tableWords<FirstItem>("Asked for first", ({ repo }) => repo)}
      header={
        <Header variant="h2" counter={`(${formatNumber(items.length)})`}>
          Asked for first
        </Header>
      }
    />
  );
}

const columnsFor = (active: boolean): TableProps.ColumnDefinition<FirstItem>[] => [
  { id: "repo", header: "Repository", isRowHeader: true, cell: ({ repo }) => repo, width: 220, minWidth: 140 },
  {
    id: "outcome",
    header: "Outcome",
    cell: (item) => <Became item={item} active={active} />,
    width: 160,
    minWidth: 145,
  },
  {
    id: "reason",
    header: "Reason and what to do",
    minWidth: 260,
    cell: ({ problem }) =>
      problem ? (
        <div className={styles.failure}>
          {capital(problem.message)}.<Box color="text-body-secondary">{problem.hint}</Box>
        </div>
      ) : (
        "–"
      ),
  },
];

function Became({ item: { outcome, problem }, active }: { item: FirstItem; active: boolean }) {
  if (outcome) return <OutcomeMark outcome={outcome} />;
  if (problem) return <StatusIndicator type="warning">Not listed</StatusIndicator>;
  return active ? (
    <StatusIndicator type="pending">Waiting</StatusIndicator>
  ) : (
    <StatusIndicator type="stopped">Not reached</StatusIndicator>
  );
}
