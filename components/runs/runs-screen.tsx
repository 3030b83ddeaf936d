"use client";
import { useCollection } from "@cloudscape-design/collection-hooks";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { useInfiniteQuery } from "@tanstack/react-query";
import { type FollowedRun, runResult } from "@/lib/domain/followed-run";
import { formatNumber, plural } from "@/lib/domain/format";
import { RUN_KIND_LABEL, RUN_STATE_VIEW } from "@/lib/domain/run";
import { startedByLine } from "@/lib/domain/started-by";
import { AgeNote } from "../parts/age-note";
import { Empty } from "../parts/empty";
import { MoreRows, NewRows } from "../parts/more-rows";
import { ProblemNote, ProblemView } from "../parts/problem";
import { tableWords } from "../parts/table-words";
import { useHeldRows } from "../parts/use-held-rows";
import { useUrlParam } from "../parts/use-url-param";
import { listInterval } from "../polling";
import { runsQuery } from "./queries";
import { RUN_COLUMNS } from "./run-columns";
import { RunStrip } from "./run-strip";
import { StartBackupButton } from "./start-backup-button";

export function RunsScreen() {
  const query = useInfiniteQuery(runsQuery());
  const all = query.data?.pages.flatMap((page) => page.runs) ?? [];
  const unreadable = query.data?.pages.flatMap((page) => page.unreadable) ?? [];
  const { shown, waiting, show } = useHeldRows(all, (run) => run.record.id);
  const [find, setFind] = useUrlParam("find");
  const { items, filterProps, filteredItemsCount, collectionProps } = useCollection(shown, {
    filtering: {
      defaultFilteringText: find,
      filteringFunction: matches,
      empty: <NoRuns />,
      noMatch: <Empty title="No run matches" />,
    },
  });
  if (query.error && !query.data) return <ProblemView error={query.error} onRetry={() => query.refetch()} />;
  return (
    <Table
      {...collectionProps}
      variant="full-page"
      stickyHeader
      wrapLines
      items={items}
      columnDefinitions={RUN_COLUMNS}
      trackBy={(run) => run.record.id}
      loading={query.isPending}
      loadingText="Reading the runs"
      ariaLabels={tableWords<FollowedRun>("Runs", (run) => run.record.id)}
      header={
        <SpaceBetween size="m">
          <Header
            variant="awsui-h1-sticky"
            counter={query.data ? `(${formatNumber(all.length)}${query.hasNextPage ? "+" : ""})` : undefined}
            description={<AgeNote query={query} intervalMs={listInterval(all)} />}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <NewRows waiting={waiting} show={show} what="run" />
                <StartBackupButton />
              </SpaceBetween>
            }
          >
            Runs
          </Header>
          <RunStrip runs={all} />
          {unreadable.map(({ id, problem }) => (
            <ProblemNote key={id} problem={problem} />
          ))}
        </SpaceBetween>
      }
      filter={
        <TextFilter
          {...filterProps}
          filteringPlaceholder="Find by kind, state, person or repository"
          filteringAriaLabel="Find runs"
          countText={`${formatNumber(filteredItemsCount ?? 0)} found`}
          onChange={(event) => {
            filterProps.onChange(event);
            setFind(event.detail.filteringText);
          }}
        />
      }
      footer={
        <MoreRows
          query={query}
          looked={filterProps.filteringText ? `the newest ${plural(all.length, "run")}` : undefined}
        />
      }
    />
  );
}

function matches(run: FollowedRun, text: string): boolean {
  const { id, kind, state, snapshot } = run.record;
  const words = [
    id,
    RUN_KIND_LABEL[kind],
    RUN_STATE_VIEW[state].label,
    startedByLine(run.record),
    runResult(run),
    snapshot ?? "",
  ];
  return words.some((word) => word.toLowerCase().includes(text.toLowerCase()));
}

function NoRuns() {
  return (
    <Empty title="No runs yet" action={<StartBackupButton variant="normal" />}>
      Every backup and every restore is a run and stays here with its log and its result. The schedule starts the first
      backup by itself; you can also start it now.
    </Empty>
  );
}
