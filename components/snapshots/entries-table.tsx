"use client";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { TableProps } from "@cloudscape-design/components/table";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { formatNumber } from "@/lib/domain/format";
import type { EntryRow, SnapshotDetail } from "@/lib/domain/snapshot-detail";
import type { SnapshotProofs } from "@/lib/domain/snapshot-proofs";
import { HoldButton } from "../holds/hold-button";
import type { AskedRows } from "../parts/asked-rows";
import { Empty } from "../parts/empty";
import { PagedTable, type PagedTableWords } from "../parts/paged-table";
import { ProblemView } from "../parts/problem";
import { RoleButton } from "../parts/role-button";
import { RoleLink } from "../parts/role-link";
import { useReadAhead } from "../parts/use-read-ahead";
import { useRowQuery } from "../parts/use-row-query";
import { setUrlParams } from "../parts/use-url-param";
import { fitsAddress, type Selection, writeSelection } from "../restore/selection";
import { changeColumn } from "./change-column";
import { FACT_COLUMNS, OUTCOME_COLUMN } from "./entry-columns";
import { ENTRY_FILTERS } from "./entry-filters";
import { proofColumn } from "./proof-column";
import { entriesQuery } from "./queries";
import styles from "./snapshots.module.css";

/** Every repository of the snapshot, page by page; what is selected stays so on other pages and under other filters. */
export function EntriesTable({ snapshot }: { snapshot: SnapshotDetail }) {
  const { asked } = useRowQuery();
  const [selected, setSelected] = useState<readonly EntryRow[]>([]);
  const queryFor = useCallback(
    (rows: AskedRows) => entriesQuery(snapshot.summary.id, snapshot.side, rows),
    [snapshot.summary.id, snapshot.side],
  );
  const query = useQuery({ ...queryFor(asked), placeholderData: keepPreviousData });
  const columns = useMemo(() => columnsFor(snapshot, query.data), [snapshot, query.data]);
  const header = useMemo(() => <EntriesHeader snapshot={snapshot} selected={selected} />, [snapshot, selected]);
  const select = useCallback<Select>(({ detail }) => setSelected(detail.selectedItems), []);
  const readAhead = useReadAhead(queryFor);
  if (query.error && !query.data) return <ProblemView error={query.error} onRetry={() => query.refetch()} />;
  return (
    <PagedTable
      variant="borderless"
      query={query}
      columnDefinitions={columns}
      trackBy="repository"
      words={WORDS}
      options={snapshot.options}
      sortedBy="repository"
      selectionType="multi"
      selectedItems={selected}
      onSelectionChange={select}
      isItemDisabled={hasNoBundle}
      header={header}
      empty={NO_ENTRIES}
      readAhead={readAhead}
    />
  );
}

type Select = NonNullable<TableProps<EntryRow>["onSelectionChange"]>;

const hasNoBundle = (row: EntryRow): boolean => row.chainLength === 0;

const NO_ENTRIES = <Empty title="This snapshot holds no repository">The backup App saw none that day.</Empty>;

const WORDS: PagedTableWords<EntryRow> = {
  label: "Repositories of the snapshot",
  nameOf: (row) => row.repository,
  loading: "Reading the repositories",
  properties: ENTRY_FILTERS,
  find: "Find repositories",
  findBy: "name, outcome, branch",
  noMatch: "No repository matches",
};

interface EntriesHeaderProps {
  snapshot: SnapshotDetail;
  selected: readonly EntryRow[];
}

function EntriesHeader({ snapshot, selected }: EntriesHeaderProps) {
  return (
    <Header
      counter={`(${selected.length > 0 ? `${formatNumber(selected.length)} of ` : ""}${formatNumber(snapshot.entries)})`}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <HoldButton snapshot={snapshot} selected={selected} />
          <RestoreSelected snapshot={snapshot} selected={selected} />
        </SpaceBetween>
      }
    >
      Repositories
    </Header>
  );
}

function RestoreSelected({ snapshot, selected }: EntriesHeaderProps) {
  const names = selected.map((row) => row.repository);
  const selection: Selection = names.length === snapshot.restorable ? { all: true, names: [] } : { all: false, names };
  const query = new URLSearchParams({ snapshot: snapshot.summary.id, source: snapshot.side });
  const [only] = names;
  if (only && names.length === 1) query.set("repository", only);
  else query.set("repositories", writeSelection(selection) ?? "");
  const fits = fitsAddress(selection);
  return (
    <RoleButton
      action="restore a repository"
      disabled={names.length === 0 || !fits}
      disabledReason={
        fits
          ? "Choose repositories in the table first"
          : "An address holds a few hundred names: choose all but some in the wizard"
      }
      href={`/restore?${query}`}
    >
      Restore selected
    </RoleButton>
  );
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
    changeColumn(snapshot),
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
      <RoleLink action="restore a repository" to={`/restore?${query}`} ariaLabel={`Restore ${row.repository}`}>
        Restore
      </RoleLink>
    </span>
  );
}
