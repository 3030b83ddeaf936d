"use client";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { TableProps } from "@cloudscape-design/components/table";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import type { CoverageRow } from "@/lib/domain/coverage";
import { formatNumber } from "@/lib/domain/format";
import { asRepositoryName } from "@/lib/domain/ids";
import { AgeNote } from "../parts/age-note";
import { Beside } from "../parts/beside";
import { Empty } from "../parts/empty";
import { PagedTable, type PagedTableWords } from "../parts/paged-table";
import { ProblemView } from "../parts/problem";
import { useReadAhead } from "../parts/use-read-ahead";
import { useRowQuery } from "../parts/use-row-query";
import { POLL_MS } from "../polling";
import { StartBackupButton } from "../runs/start-backup-button";
import { BucketsAway } from "../snapshots/buckets-away";
import { BackUpFirstButton } from "./back-up-first";
import { coverageColumns } from "./coverage-columns";
import { COVERAGE_FILTERS } from "./coverage-filters";
import { CoverageNotes, WatchAge } from "./coverage-notes";
import { repositoriesQuery } from "./queries";

/** Every repository that is known, as it is now, worst first. */
export function RepositoriesScreen() {
  const query = useRepositories();
  const coverage = query.data;
  const [selected, setSelected] = useState<readonly CoverageRow[]>([]);
  const columns = useMemo(() => (coverage ? coverageColumns(coverage) : []), [coverage]);
  const header = useMemo(() => <RepositoriesHeader selected={selected} />, [selected]);
  const select = useCallback<Select>(({ detail }) => setSelected(detail.selectedItems), []);
  const readAhead = useReadAhead(repositoriesQuery);
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
      selectionType="multi"
      selectedItems={selected}
      onSelectionChange={select}
      isItemDisabled={isOutOfReach}
      header={header}
      empty={NO_REPOSITORIES}
      readAhead={readAhead}
    />
  );
}

/** As the address asks for them. */
function useRepositories() {
  const { asked } = useRowQuery();
  return useQuery({ ...repositoriesQuery(asked), placeholderData: keepPreviousData });
}

type Select = NonNullable<TableProps<CoverageRow>["onSelectionChange"]>;

/** No backup can be asked for it. */
const isOutOfReach = ({ state }: CoverageRow): boolean => state === "not-visible" || state === "vanished";

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

function RepositoriesHeader({ selected }: { selected: readonly CoverageRow[] }) {
  const query = useRepositories();
  const coverage = query.data;
  return (
    <SpaceBetween size="m">
      <Header
        variant="awsui-h1-sticky"
        counter={
          coverage &&
          `(${selected.length > 0 ? `${formatNumber(selected.length)} of ` : ""}${formatNumber(coverage.total)})`
        }
        description={
          <Beside>
            <AgeNote query={query} intervalMs={POLL_MS.coverage} />
            {coverage && <WatchAge coverage={coverage} />}
          </Beside>
        }
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <BackUpFirstButton selected={selected.flatMap(({ repo }) => asRepositoryName(repo) ?? [])} />
            <StartBackupButton />
          </SpaceBetween>
        }
      >
        Repositories
      </Header>
      <BucketsAway />
      {coverage && <CoverageNotes coverage={coverage} />}
    </SpaceBetween>
  );
}

const NO_REPOSITORIES = (
  <Empty title="No repository is known yet" action={<StartBackupButton variant="normal" />}>
    The first backup lists every repository that the backup App can see.
  </Empty>
);
