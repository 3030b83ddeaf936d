"use client";
import { useCollection } from "@cloudscape-design/collection-hooks";
import Box from "@cloudscape-design/components/box";
import Header from "@cloudscape-design/components/header";
import Pagination from "@cloudscape-design/components/pagination";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { useMemo } from "react";
import { formatNumber } from "@/lib/domain/format";
import type { RestorePlan } from "@/lib/domain/restore-plan";
import { Empty } from "../parts/empty";
import { Bytes } from "../parts/numbers";
import { capital } from "../parts/problem";
import { tableWords } from "../parts/table-words";

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
  const { items, collectionProps, filterProps, paginationProps, filteredItemsCount } = useCollection(rows, {
    filtering: { noMatch: <Empty title="No repository matches" /> },
    pagination: { pageSize: PAGE_SIZE },
  });
  const { refused } = plan;
  return (
    <Table
      {...collectionProps}
      items={items}
      columnDefinitions={COLUMNS}
      trackBy="repository"
      wrapLines
      contentDensity="compact"
      ariaLabels={tableWords<Row>("Names of the new repositories", (row) => row.repository)}
      data-testid="names-preview"
      header={
        <Header
          variant="h2"
          counter={`(${formatNumber(plan.items.length)})`}
          description={refused.length > 0 ? `${formatNumber(refused.length)} refused` : undefined}
        >
          New repositories
        </Header>
      }
      filter={
        rows.length > PAGE_SIZE ? (
          <TextFilter
            {...filterProps}
            filteringAriaLabel="Find a repository"
            filteringPlaceholder="Find a repository"
            countText={`${formatNumber(filteredItemsCount ?? 0)} found`}
          />
        ) : undefined
      }
      pagination={rows.length > PAGE_SIZE ? <Pagination {...paginationProps} /> : undefined}
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
          <StatusIndicator type="error">Refused: {capital(problem.message)}</StatusIndicator>
          <Box color="text-body-secondary" fontSize="body-s">
            {problem.hint}
          </Box>
        </>
      ) : (
        <StatusIndicator type="success">Will be created</StatusIndicator>
      ),
    minWidth: 200,
  },
  { id: "bytes", header: "To read", cell: (row) => <Bytes value={row.bytes} />, minWidth: 120 },
];
