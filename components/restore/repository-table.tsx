"use client";
import { useCollection } from "@cloudscape-design/collection-hooks";
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Pagination from "@cloudscape-design/components/pagination";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { useMemo, useState } from "react";
import type { ChainRow } from "@/lib/domain/entry-shape";
import { formatNumber, plural } from "@/lib/domain/format";
import { OUTCOME_VIEW } from "@/lib/domain/outcome";
import { Empty } from "../parts/empty";
import { OutcomeMark } from "../parts/mark";
import { Bytes } from "../parts/numbers";
import { tableWords } from "../parts/table-words";
import { SAYS_WHAT_IS_WRONG } from "../parts/use-first-error";
import { useUrlParam } from "../parts/use-url-param";
import { fitsAddress, NOTHING, selectionOf } from "./selection";
import type { Wizard } from "./use-wizard";

const PAGE_SIZE = 15;
const NONE: ChainRow[] = [];

/** Which repositories: ticked one by one, all that a filter finds, or all. */
export function RepositoryTable({ wizard, missing }: { wizard: Wizard; missing: boolean }) {
  const { choices, choose, chains, available } = wizard;
  const [find, setFind] = useUrlParam("find");
  const entries = chains.data ?? NONE;
  const chosen = useMemo(() => new Set<string>(choices.chosen), [choices.chosen]);
  const { items, allPageItems, collectionProps, filterProps, paginationProps, filteredItemsCount } = useCollection(
    entries,
    {
      filtering: {
        defaultFilteringText: find,
        filteringFunction: matches,
        empty: <Empty title="This snapshot holds no repository" />,
        noMatch: <Empty title="No repository matches" />,
      },
      pagination: { pageSize: PAGE_SIZE },
      sorting: { defaultState: { sortingColumn: COLUMNS[0] ?? {} } },
    },
  );
  const [tooMany, setTooMany] = useState(0);
  const choice = (names: string[]) => {
    const selection = selectionOf(names, available);
    const fits = fitsAddress(selection);
    setTooMany(fits ? 0 : names.length);
    if (fits) choose({ selection, target: undefined, check: undefined });
  };
  const found = allPageItems.filter((entry) => entry.chainLength > 0);
  const selectedItems = useMemo(() => entries.filter((entry) => chosen.has(entry.repository)), [entries, chosen]);
  const bytes = selectedItems.reduce((sum, entry) => sum + entry.chainBytes, 0);
  const filtered = found.length < available.length;
  return (
    <SpaceBetween size="s">
      {missing && (
        <div {...SAYS_WHAT_IS_WRONG}>
          <Alert type="error">Choose at least one repository to restore.</Alert>
        </div>
      )}
      {tooMany > 0 && (
        <Alert
          type="warning"
          header={`${plural(tooMany, "repository", "repositories")} are too many to be chosen by name here`}
          dismissible
          onDismiss={() => setTooMany(0)}
          data-testid="too-many-names"
        >
          The choice stands in the page's address, which holds a few hundred names. Select all and take out what you do
          not want, restore them in several runs, or name them on the command line: restore --repositories.
        </Alert>
      )}
      <Table
        {...collectionProps}
        items={items}
        columnDefinitions={COLUMNS}
        trackBy="repository"
        loading={chains.isPending}
        loadingText="Reading the snapshot"
        selectionType="multi"
        selectedItems={selectedItems}
        isItemDisabled={(entry) => entry.chainLength === 0}
        onSelectionChange={(event) => choice(event.detail.selectedItems.map((entry) => entry.repository))}
        ariaLabels={tableWords<ChainRow>("Repositories to restore", (entry) => entry.repository)}
        data-testid="repository-table"
        header={
          <Header
            variant="h2"
            counter={`(${formatNumber(chosen.size)} of ${formatNumber(available.length)})`}
            description={
              chosen.size > 0 ? (
                <>
                  {plural(chosen.size, "repository", "repositories")} chosen, <Bytes value={bytes} /> to read
                </>
              ) : (
                "What was empty or never captured holds nothing to restore."
              )
            }
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                {chosen.size > 0 && (
                  <Button onClick={() => choose({ selection: NOTHING, target: undefined, check: undefined })}>
                    Clear
                  </Button>
                )}
                <Button
                  disabled={found.length === 0}
                  onClick={() =>
                    choice(filtered ? [...new Set([...chosen, ...found.map((each) => each.repository)])] : available)
                  }
                >
                  {filtered ? `Select the ${formatNumber(found.length)} found` : "Select all"}
                </Button>
              </SpaceBetween>
            }
          >
            Repositories
          </Header>
        }
        filter={
          <TextFilter
            {...filterProps}
            filteringPlaceholder="Find repositories by name or outcome"
            filteringAriaLabel="Find repositories"
            countText={`${formatNumber(filteredItemsCount ?? 0)} found`}
            onChange={(event) => {
              filterProps.onChange(event);
              setFind(event.detail.filteringText);
            }}
          />
        }
        pagination={entries.length > PAGE_SIZE ? <Pagination {...paginationProps} /> : undefined}
      />
    </SpaceBetween>
  );
}

function matches(entry: ChainRow, text: string): boolean {
  const wanted = text.toLowerCase();
  return (
    entry.repository.toLowerCase().includes(wanted) || OUTCOME_VIEW[entry.outcome].label.toLowerCase().includes(wanted)
  );
}

const COLUMNS: TableProps.ColumnDefinition<ChainRow>[] = [
  {
    id: "repository",
    header: "Repository",
    isRowHeader: true,
    sortingField: "repository",
    cell: (row) => row.repository,
  },
  {
    id: "outcome",
    header: "Outcome",
    cell: (row) => <OutcomeMark outcome={row.outcome} />,
    sortingComparator: (a, b) => OUTCOME_VIEW[a.outcome].order - OUTCOME_VIEW[b.outcome].order,
  },
  {
    id: "size",
    header: "To read",
    cell: (row) => <Bytes value={row.chainLength > 0 ? row.chainBytes : undefined} />,
    sortingField: "chainBytes",
  },
  {
    id: "chain",
    header: "Bundles",
    cell: (row) => (row.chainLength > 0 ? formatNumber(row.chainLength) : "–"),
    sortingField: "chainLength",
  },
];
