"use client";
import Header from "@cloudscape-design/components/header";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { TableProps } from "@cloudscape-design/components/table";
import { useMemo } from "react";
import { formatNumber } from "@/lib/domain/format";
import type { RestorePlan } from "@/lib/domain/restore-plan";
import { FindableTable } from "../parts/findable-table";
import { Bytes } from "../parts/numbers";
import { ProblemLines } from "../parts/problem";

interface Row {
  repository: string;
  target?: string;
  bytes?: number;
  problem?: { message: string; hint: string };
}

const PAGE_SIZE = 10;

/** What becomes of each repository, those that are refused first, with the reason. */
export function NamesPreview({ plan }: { plan: RestorePlan }) {
  const rows = useMemo(() => rowsOf(plan), [plan]);
  const { refused } = plan;
  return (
    <FindableTable
      rows={rows}
      columnDefinitions={COLUMNS}
      trackBy="repository"
      wrapLines
      contentDensity="compact"
      label="Names of the new repositories"
      nameOf={(row) => row.repository}
      find={{ label: "Find a repository", noMatch: "No repository matches" }}
      pageSize={PAGE_SIZE}
      testId="names-preview"
      header={
        <Header
          variant="h2"
          counter={`(${formatNumber(plan.items.length)})`}
          description={refused.length > 0 ? `${formatNumber(refused.length)} refused` : undefined}
        >
          New repositories
        </Header>
      }
    />
  );
}

function rowsOf({ items, refused }: RestorePlan): Row[] {
  return [
    ...refused,
    ...items.map(({ repository, target, totalBytes }) => ({ repository, target, bytes: totalBytes })),
  ];
}

const COLUMNS: TableProps.ColumnDefinition<Row>[] = [
  { id: "repository", header: "Repository", isRowHeader: true, cell: (row) => row.repository, minWidth: 150 },
  { id: "target", header: "New repository", cell: (row) => row.target ?? "–", minWidth: 170 },
  {
    id: "state",
    header: "State",
    cell: ({ problem }) =>
      problem ? (
        <>
          <StatusIndicator type="error">Refused</StatusIndicator>
          <ProblemLines problem={problem} />
        </>
      ) : (
        <StatusIndicator type="success">Will be created</StatusIndicator>
      ),
    minWidth: 200,
  },
  { id: "bytes", header: "To read", cell: (row) => <Bytes value={row.bytes} />, minWidth: 120 },
];
