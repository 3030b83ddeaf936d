"use client";
import { useCollection } from "@cloudscape-design/collection-hooks";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { formatNumber, plural } from "@/lib/domain/format";
import type { SnapshotRow } from "@/lib/domain/snapshot";
import { ROW_STATE_VIEW, rowState } from "@/lib/domain/snapshot-row";
import { startedBy } from "@/lib/domain/started-by";
import { AgeNote } from "../parts/age-note";
import { cellsOnce } from "../parts/cells-once";
import { Empty } from "../parts/empty";
import { MoreRows, NewRows } from "../parts/more-rows";
import { ProblemNote, ProblemView } from "../parts/problem";
import { tableWords } from "../parts/table-words";
import { useHeldRows } from "../parts/use-held-rows";
import { ALWAYS_THE_SAME, useRowsInTwo } from "../parts/use-rows-in-two";
import { useUrlParam } from "../parts/use-url-param";
import { POLL_MS } from "../polling";
import { StartBackupButton } from "../runs/start-backup-button";
import { CompareButton } from "./compare-button";
import { snapshotsQuery } from "./queries";
import { SNAPSHOT_COLUMNS } from "./snapshot-columns";

export function SnapshotsScreen() {
  const query = useInfiniteQuery(snapshotsQuery());
  const all = query.data?.pages.flatMap((page) => page.rows) ?? [];
  const unreachable = query.data?.pages[0]?.unreachable ?? [];
  const { shown, waiting, show } = useHeldRows(all, (row) => row.id);
  const [find, setFind] = useUrlParam("find");
  // By id: the rows are others with each poll.
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const selected = all.filter(({ id }) => chosen.includes(id));
  const { items, filterProps, filteredItemsCount, collectionProps } = useCollection(shown, {
    filtering: {
      defaultFilteringText: find,
      filteringFunction: matches,
      empty: <NoSnapshots />,
      noMatch: <Empty title="No snapshot matches" />,
    },
  });
  const rows = useRowsInTwo(items, ALWAYS_THE_SAME);
  if (query.error && !query.data) return <ProblemView error={query.error} onRetry={() => query.refetch()} />;
  return (
    <Table
      {...collectionProps}
      variant="full-page"
      stickyHeader
      items={rows}
      columnDefinitions={COLUMNS}
      trackBy="id"
      selectionType="multi"
      selectedItems={selected}
      onSelectionChange={({ detail }) => setChosen(detail.selectedItems.map(({ id }) => id))}
      isItemDisabled={cannotBeRead}
      loading={query.isPending}
      loadingText="Reading the snapshots"
      ariaLabels={tableWords<SnapshotRow>("Snapshots", (row) => row.id)}
      header={
        <SpaceBetween size="m">
          <Header
            variant="awsui-h1-sticky"
            counter={
              query.data &&
              `(${selected.length > 0 ? `${formatNumber(selected.length)} of ` : ""}${formatNumber(all.length)}${query.hasNextPage ? "+" : ""})`
            }
            description={<AgeNote query={query} intervalMs={POLL_MS.idleList} />}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <NewRows waiting={waiting} show={show} what="snapshot" />
                <CompareButton selected={selected.map(({ id }) => id)} />
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
          looked={filterProps.filteringText ? `the newest ${plural(all.length, "snapshot")}` : undefined}
        />
      }
    />
  );
}

const COLUMNS = cellsOnce(SNAPSHOT_COLUMNS);

const cannotBeRead = (row: SnapshotRow): boolean => row.summary === undefined;

function matches(row: SnapshotRow, text: string): boolean {
  const words = [row.id, ROW_STATE_VIEW[rowState(row)].label, ...startedBy(row.summary ?? {})];
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
