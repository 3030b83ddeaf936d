"use client";
import { useCollection } from "@cloudscape-design/collection-hooks";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import Pagination from "@cloudscape-design/components/pagination";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { formatNumber } from "@/lib/domain/format";
import type { EntryRow, SnapshotDetail } from "@/lib/domain/snapshot-detail";
import type { SnapshotProofs } from "@/lib/domain/snapshot-proofs";
import { Empty } from "../parts/empty";
import { textToFilter } from "../parts/filter-text";
import { RoleButton } from "../parts/role-button";
import { RowFilter } from "../parts/row-filter";
import { tableWords } from "../parts/table-words";
import { setUrlParams, useUrlParam } from "../parts/use-url-param";
import { selectionOf, writeSelection } from "../restore/selection";
import { FACT_COLUMNS, OUTCOME_COLUMN } from "./entry-columns";
import { ENTRY_FILTERS, entryFilterOptions } from "./entry-filters";
import { proofColumn } from "./proof-column";
import { proofsQuery } from "./queries";
import styles from "./snapshots.module.css";

const PAGE_SIZE = 50;

/** Every repository of the snapshot; the filter stands in the address. */
export function EntriesTable({ snapshot }: { snapshot: SnapshotDetail }) {
  const [filter, setFilter] = useUrlParam("filter");
  const [selectedItems, setSelectedItems] = useState<EntryRow[]>([]);
  const { data: proofs } = useQuery(proofsQuery(snapshot.summary.id, snapshot.side));
  const columns = useMemo(() => columnsFor(snapshot, proofs), [snapshot, proofs]);
  const options = useMemo(() => entryFilterOptions(snapshot.entries), [snapshot.entries]);
  const { items, propertyFilterProps, paginationProps, collectionProps, filteredItemsCount } = useCollection(
    snapshot.entries,
    {
      propertyFiltering: {
        filteringProperties: ENTRY_FILTERS,
        defaultQuery: textToFilter(filter),
        empty: <Empty title="This snapshot holds no repository">The backup App saw none that day.</Empty>,
        noMatch: <Empty title="No repository matches">Take a part of the filter away to see more.</Empty>,
      },
      pagination: { pageSize: PAGE_SIZE },
      sorting: { defaultState: { sortingColumn: columns[0] ?? {} } },
    },
  );
  return (
    <Table
      {...collectionProps}
      variant="borderless"
      items={items}
      columnDefinitions={columns}
      trackBy="repository"
      ariaLabels={tableWords<EntryRow>("Repositories of the snapshot", (row) => row.repository)}
      selectionType="multi"
      selectedItems={selectedItems}
      onSelectionChange={({ detail }) => setSelectedItems(detail.selectedItems)}
      isItemDisabled={(row) => row.chainLength === 0}
      header={
        <Header
          counter={`(${formatNumber(snapshot.entries.length)})`}
          actions={
            <RoleButton
              action="restore a repository"
              disabled={selectedItems.length === 0}
              disabledReason="Choose repositories in the table first"
              href={restoreAddress(snapshot, selectedItems)}
            >
              Restore selected
            </RoleButton>
          }
        >
          Repositories
        </Header>
      }
      filter={
        <RowFilter
          collection={propertyFilterProps}
          options={options}
          found={filteredItemsCount}
          label="Find repositories"
          by="name, outcome, branch"
          keep={setFilter}
        />
      }
      pagination={snapshot.entries.length > PAGE_SIZE ? <Pagination {...paginationProps} /> : undefined}
    />
  );
}

function restoreAddress(snapshot: SnapshotDetail, chosen: readonly EntryRow[]): string {
  const available = snapshot.entries.filter((row) => row.chainLength > 0).map((row) => row.repository);
  const names = chosen.map((row) => row.repository);
  const query = new URLSearchParams({ snapshot: snapshot.summary.id, source: snapshot.side });
  const [only] = names;
  if (only && names.length === 1) query.set("repository", only);
  else query.set("repositories", writeSelection(selectionOf(names, available)) ?? "");
  return `/restore?${query}`;
}

function columnsFor(
  snapshot: SnapshotDetail,
  proofs: SnapshotProofs | undefined,
): TableProps.ColumnDefinition<EntryRow>[] {
  return [
    {
      id: "repository",
      header: "Repository",
      isRowHeader: true,
      sortingField: "repository",
      cell: (row) => (
        <Link
          href={`?${new URLSearchParams({ entry: row.repository, side: snapshot.side })}`}
          onFollow={(event) => {
            event.preventDefault();
            setUrlParams({ entry: row.repository }, "push");
          }}
        >
          {row.repository}
        </Link>
      ),
      minWidth: 165,
    },
    OUTCOME_COLUMN,
    proofColumn(proofs),
    ...FACT_COLUMNS,
    { id: "restore", header: "Restore", cell: (row) => <RestoreLink row={row} snapshot={snapshot} />, minWidth: 110 },
  ];
}

function RestoreLink({ row, snapshot }: { row: EntryRow; snapshot: SnapshotDetail }) {
  if (row.chainLength === 0) return <span title="There is nothing to restore in this snapshot">–</span>;
  const query = new URLSearchParams({
    snapshot: snapshot.summary.id,
    repository: row.repository,
    source: snapshot.side,
  });
  return (
    <span className={styles.actions}>
      <RoleButton
        action="restore a repository"
        variant="inline-link"
        href={`/restore?${query}`}
        ariaLabel={`Restore ${row.repository}`}
      >
        Restore
      </RoleButton>
    </span>
  );
}
