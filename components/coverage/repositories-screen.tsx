"use client";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { formatNumber } from "@/lib/domain/format";
import { AgeNote } from "../parts/age-note";
import { Beside } from "../parts/beside";
import { Empty } from "../parts/empty";
import { PagedTable } from "../parts/paged-table";
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
  const rows = useRowQuery();
  const query = useQuery({ ...repositoriesQuery(rows.asked), placeholderData: keepPreviousData });
  const coverage = query.data;
  const columns = useMemo(() => (coverage ? coverageColumns(coverage) : []), [coverage]);
  if (query.error && !coverage) return <ProblemView error={query.error} onRetry={() => query.refetch()} />;
  return (
    <PagedTable
      variant="full-page"
      stickyHeader
      page={coverage}
      query={rows}
      columnDefinitions={columns}
      trackBy={({ id, repo }) => String(id ?? repo)}
      loadingText="Reading the repositories"
      label="Repositories"
      nameOf={({ repo }) => repo}
      header={
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
      }
      find={{
        ...{ properties: COVERAGE_FILTERS, options: coverage?.options, noMatch: "No repository matches" },
        ...{ label: "Find repositories", by: "name, state, outcome" },
      }}
      empty={<NoRepositories />}
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
