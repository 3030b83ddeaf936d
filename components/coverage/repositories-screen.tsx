"use client";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { CoverageRow } from "@/lib/domain/coverage";
import { formatNumber } from "@/lib/domain/format";
import { AgeNote } from "../parts/age-note";
import { Beside } from "../parts/beside";
import { Empty } from "../parts/empty";
import { PagedTable, type PagedTableWords } from "../parts/paged-table";
import { ProblemView } from "../parts/problem";
import { useRowQuery } from "../parts/use-row-query";
import { POLL_MS } from "../polling";
import { StartBackupButton } from "../runs/start-backup-button";
import { coverageColumns } from "./coverage-columns";
import { COVERAGE_FILTERS } from "./coverage-filters";
import { CoverageNotes, WatchAge } from "./coverage-notes";
import { repositoriesQuery } from "./queries";

/** Every repository that is known, as it is now, worst first. */
export function RepositoriesScreen() {
  const query = useRepositories();
  const coverage = query.data;
  const columns = useMemo(() => (coverage ? coverageColumns(coverage) : []), [coverage]);
  if (query.error && !coverage) return <ProblemView error={query.error} onRetry={() => query.refetch()} />;
  return (
    <PagedTable
      variant="full-page"
      stickyHeader
      query={query}
      columnDefinitions={columns}
      trackBy={keyOf}
      words={WORDS}
      options={coverage?.options}
      header={HEADER}
      empty={NO_REPOSITORIES}
    />
  );
}

/** As the address asks for them. */
function useRepositories() {
  const { asked } = useRowQuery();
  return useQuery({ ...repositoriesQuery(asked), placeholderData: keepPreviousData });
}

const keyOf = ({ id, repo }: CoverageRow): string => String(id ?? repo);

const WORDS: PagedTableWords<CoverageRow> = {
  label: "Repositories",
  nameOf: ({ repo }) => repo,
  loading: "Reading the repositories",
  properties: COVERAGE_FILTERS,
  find: "Find repositories",
  findBy: "name, state, outcome",
  noMatch: "No repository matches",
};

function RepositoriesHeader() {
  const query = useRepositories();
  const coverage = query.data;
  return (
    <SpaceBetween size="m">
      <Header
        variant="awsui-h1-sticky"
        counter={coverage && `(${formatNumber(coverage.total)})`}
        description={
          <Beside>
            <AgeNote query={query} intervalMs={POLL_MS.coverage} />
            {coverage && <WatchAge coverage={coverage} />}
          </Beside>
        }
        actions={<StartBackupButton />}
      >
        Repositories
      </Header>
      {coverage && <CoverageNotes coverage={coverage} />}
    </SpaceBetween>
  );
}

const HEADER = <RepositoriesHeader />;

const NO_REPOSITORIES = (
  <Empty title="No repository is known yet" action={<StartBackupButton variant="normal" />}>
    The first backup lists every repository that the backup App can see.
  </Empty>
);
