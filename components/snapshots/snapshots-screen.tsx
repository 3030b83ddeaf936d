"use client";
import { useCollection } from "@cloudscape-design/collection-hooks";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { SnapshotRow } from "@/lib/domain/snapshot";
import { ROW_STATE_VIEW, rowState } from "@/lib/domain/snapshot-row";
import { AgeNote } from "../parts/age-note";
import { Empty } from "../parts/empty";
import { MoreRows, NewRows } from "../parts/more-rows";
import { ProblemNote, ProblemView } from "../parts/problem";
import { tableWords } from "../parts/table-words";
import { useHeldRows } from "../parts/use-held-rows";
import { useUrlParam } from "../parts/use-url-param";
import { POLL_MS } from "../polling";
import { StartBackupButton } from "../runs/start-backup-button";
import { useFollow } from "../shell/use-follow";
import { snapshotsQuery } from "./queries";
import { SNAPSHOT_COLUMNS } from "./snapshot-columns";

export function SnapshotsScreen() {
  const query = useInfiniteQuery(snapshotsQuery());
  const all = query.data?.pages.flatMap((page) => page.rows) ?? [];
  const unreachable = query.data?.pages[0]?.unreachable ?? [];
  const { shown, waiting, show } = useHeldRows(all, (row) => row.id);
  const [find, setFind] = useUrlParam("find");
  const { items, filterProps, filteredItemsCount, collectionProps } = useCollection(shown, {
    filtering: {
      defaultFilteringText: find,
      filteringFunction: matches,
      empty: <NoSnapshots />,
      noMatch: <Empty title="No snapshot matches" />,
    },
  });
  if (query.error && !query.data) return <ProblemView error={query.error} onRetry={() => query.refetch()} />;
  return (
    <Table
      {...collectionProps}
      variant="full-page"
      stickyHeader
      items={items}
      columnDefinitions={SNAPSHOT_COLUMNS}
      trackBy="id"
      loading={query.isPending}
      loadingText="Reading the snapshots"
      ariaLabels={tableWords<SnapshotRow>("Snapshots", (row) => row.id)}
      header={
        <SpaceBetween size="m">
          <Header
            variant="awsui-h1-sticky"
            counter={query.data ? `(${all.length}${query.hasNextPage ? "+" : ""})` : undefined}
            description={<AgeNote query={query} intervalMs={POLL_MS.idleList} />}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <NewRows waiting={waiting} show={show} what="snapshot" />
                <CompareButton />
                <StartBackupButton />
              </SpaceBetween>
            }
          >
            Snapshots
          </Header>
          {unreachable.map((bucket) => (
            <ProblemNote
              key={bucket.side}
              problem={{ message: `the ${bucket.side} bucket cannot be read: ${bucket.message}`, hint: bucket.hint }}
            />
          ))}
        </SpaceBetween>
      }
      filter={
        <TextFilter
          {...filterProps}
          filteringPlaceholder="Find by date, state or person"
          filteringAriaLabel="Find snapshots"
          countText={`${filteredItemsCount} found`}
          onChange={(event) => {
            filterProps.onChange(event);
            setFind(event.detail.filteringText);
          }}
        />
      }
      footer={<MoreRows query={query} />}
    />
  );
}

function CompareButton() {
  return (
    <Button href="/snapshots/compare" onFollow={useFollow()}>
      Compare two
    </Button>
  );
}

function matches(row: SnapshotRow, text: string): boolean {
  const words = [row.id, ROW_STATE_VIEW[rowState(row)].label, row.summary?.actor ?? "", row.summary?.trigger ?? ""];
  return words.some((word) => word.toLowerCase().includes(text.toLowerCase()));
}

function NoSnapshots() {
  return (
    <Empty title="No snapshots yet" action={<StartBackupButton variant="normal" />}>
      A snapshot appears here when a backup run has finished. The schedule starts one by itself; you can also start it
      now.
    </Empty>
  );
}
