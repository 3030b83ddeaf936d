"use client";
import { useCollection } from "@cloudscape-design/collection-hooks";
import Header from "@cloudscape-design/components/header";
import Pagination from "@cloudscape-design/components/pagination";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo } from "react";
import type { CoverageRow } from "@/lib/domain/coverage";
import type { RepositoriesNow } from "@/lib/domain/coverage-now";
import { formatNumber } from "@/lib/domain/format";
import { AgeNote } from "../parts/age-note";
import { Empty } from "../parts/empty";
import { textToFilter } from "../parts/filter-text";
import { ProblemView } from "../parts/problem";
import { RowFilter } from "../parts/row-filter";
import { tableWords } from "../parts/table-words";
import { useUrlParam } from "../parts/use-url-param";
import { POLL_MS } from "../polling";
import { StartBackupButton } from "../runs/start-backup-button";
import { coverageColumns } from "./coverage-columns";
import { COVERAGE_FILTERS, coverageFilterOptions } from "./coverage-filters";
import { CoverageNotes, WatchAge } from "./coverage-notes";
import { repositoriesQuery } from "./queries";

const PAGE_SIZE = 50;
const NONE: CoverageRow[] = [];

/** Every repository that is known, as it is now, worst first. */
export function RepositoriesScreen() {
  const query = useQuery(repositoriesQuery());
  if (query.error && !query.data) return <ProblemView error={query.error} onRetry={() => query.refetch()} />;
  return <RepositoriesTable coverage={query.data} age={<AgeNote query={query} intervalMs={POLL_MS.coverage} />} />;
}

function RepositoriesTable({ coverage, age }: { coverage: RepositoriesNow | undefined; age: ReactNode }) {
  const [filter, setFilter] = useUrlParam("filter");
  const rows = coverage?.rows ?? NONE;
  const columns = useMemo(() => (coverage ? coverageColumns(coverage) : []), [coverage]);
  const options = useMemo(() => coverageFilterOptions(rows), [rows]);
  const { items, propertyFilterProps, paginationProps, collectionProps, filteredItemsCount } = useCollection(rows, {
    propertyFiltering: {
      filteringProperties: COVERAGE_FILTERS,
      defaultQuery: textToFilter(filter),
      empty: <NoRepositories />,
      noMatch: <Empty title="No repository matches">Take a part of the filter away to see more.</Empty>,
    },
    pagination: { pageSize: PAGE_SIZE },
    sorting: {},
  });
  return (
    <Table
      {...collectionProps}
      variant="full-page"
      stickyHeader
      items={items}
      columnDefinitions={columns}
      trackBy={({ id, repo }) => String(id ?? repo)}
      loading={!coverage}
      loadingText="Reading the repositories"
      ariaLabels={tableWords<CoverageRow>("Repositories", ({ repo }) => repo)}
      header={
        <SpaceBetween size="m">
          <Header
            variant="awsui-h1-sticky"
            counter={coverage && `(${formatNumber(rows.length)})`}
            description={
              <SpaceBetween direction="horizontal" size="s">
                {age}
                {coverage && <WatchAge coverage={coverage} />}
              </SpaceBetween>
            }
            actions={<StartBackupButton />}
          >
            Repositories
          </Header>
          {coverage && <CoverageNotes coverage={coverage} />}
        </SpaceBetween>
      }
      filter={
        <RowFilter
          collection={propertyFilterProps}
          options={options}
          found={filteredItemsCount}
          label="Find repositories"
          by="name, state, outcome"
          keep={setFilter}
        />
      }
      pagination={rows.length > PAGE_SIZE ? <Pagination {...paginationProps} /> : undefined}
    />
  );
}

function NoRepositories() {
  return (
    <Empty title="No repository is known yet" action={<StartBackupButton variant="normal" />}>
      The first backup lists every repository that the backup App can see.
    </Empty>
  );
}
