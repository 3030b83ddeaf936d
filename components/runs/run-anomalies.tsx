"use client";
import Box from "@cloudscape-design/components/box";
import Header from "@cloudscape-design/components/header";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import { ANOMALY_VIEW, type SeenAnomaly } from "@/lib/domain/anomaly-kind";
import { formatNumber } from "@/lib/domain/format";
import type { RunRecord } from "@/lib/domain/run";
import { AnomalyMark } from "../parts/mark";
import { capital } from "../parts/problem";
import { RouteLink } from "../parts/route-link";
import { tableWords } from "../parts/table-words";
import styles from "./runs.module.css";

/** What this backup was the first to see that ordinary work does not do to a repository. */
export function RunAnomalies({ record }: { record: RunRecord }) {
  const anomalies = record.anomalies ?? [];
  if (anomalies.length === 0) return null;
  return (
    <Table
      items={anomalies}
      columnDefinitions={columnsFor(record.snapshot)}
      wrapLines
      ariaLabels={tableWords<SeenAnomaly>("Out of the ordinary", nameOf)}
      header={
        <Header
          variant="h2"
          counter={`(${formatNumber(record.anomaly_count ?? anomalies.length)})`}
          description="The last good state of each is kept; its repository's page restores it"
        >
          Out of the ordinary
        </Header>
      }
    />
  );
}

const nameOf = ({ repo }: SeenAnomaly) => repo ?? "The whole fleet";

const columnsFor = (snapshot: RunRecord["snapshot"]): TableProps.ColumnDefinition<SeenAnomaly>[] => [
  {
    id: "repo",
    header: "Repository",
    isRowHeader: true,
    minWidth: 150,
    cell: (seen) =>
      snapshot && seen.repo ? (
        <RouteLink href={`/snapshots/${snapshot}?entry=${encodeURIComponent(seen.repo)}`}>{seen.repo}</RouteLink>
      ) : (
        nameOf(seen)
      ),
  },
  { id: "kind", header: "What", minWidth: 150, cell: ({ kind }) => <AnomalyMark kind={kind} /> },
  {
    id: "message",
    header: "What was seen, and what to do",
    minWidth: 280,
    cell: ({ kind, message }) => (
      <div className={styles.failure}>
        {capital(message)}.<Box color="text-body-secondary">{ANOMALY_VIEW[kind].meaning}</Box>
      </div>
    ),
  },
];
