"use client";
import { useCollection } from "@cloudscape-design/collection-hooks";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { useInfiniteQuery } from "@tanstack/react-query";
import { formatNumber } from "@/lib/domain/format";
import { type KeptRow, keptRows } from "@/lib/domain/retention/kept-rows";
import { KEEPING_VIEW } from "@/lib/domain/retention/kept-until";
import type { BucketRules } from "@/lib/domain/retention/retention-view";
import { StaleNote } from "../parts/age-note";
import { Empty } from "../parts/empty";
import { MoreRows, NewRows } from "../parts/more-rows";
import { ProblemNote, ProblemView } from "../parts/problem";
import { tableWords } from "../parts/table-words";
import { useHeldRows } from "../parts/use-held-rows";
import { useUrlParam } from "../parts/use-url-param";
import { POLL_MS } from "../polling";
import { useNow } from "../shell/clock";
import { snapshotsQuery } from "../snapshots/queries";
import { keptColumns } from "./kept-columns";

/** Every snapshot with the day until which each bucket keeps it. */
export function KeptTable({ buckets }: { buckets: BucketRules[] }) {
  const query = useInfiniteQuery(snapshotsQuery());
  const now = useNow();
  const [find, setFind] = useUrlParam("find");
  const { shown, waiting, show } = useHeldRows(query.data?.pages.flatMap((page) => page.rows) ?? [], ({ id }) => id);
  const rows = keptRows(shown, buckets, now);
  const { items, filterProps, filteredItemsCount, collectionProps } = useCollection(rows, {
    filtering: {
      defaultFilteringText: find,
      filteringFunction: matches,
      empty: (
        <Empty title="Nothing is kept yet">
          After the first backup its snapshot stands here with the day until which it is guaranteed.
        </Empty>
      ),
      noMatch: <Empty title="No snapshot matches" />,
    },
  });
  if (query.error && !query.data) return <ProblemView error={query.error} onRetry={() => query.refetch()} />;
  return (
    <Table
      {...collectionProps}
      items={items}
      columnDefinitions={keptColumns(buckets)}
      trackBy="id"
      wrapLines
      loading={query.isPending}
      loadingText="Reading the snapshots"
      ariaLabels={tableWords<KeptRow>("Snapshots and how long they are kept", (row) => row.id)}
      header={
        <SpaceBetween size="m">
          <Header
            variant="h2"
            counter={query.data ? `(${formatNumber(rows.length)}${query.hasNextPage ? "+" : ""})` : undefined}
            description="By the rules of the buckets, as they are now; times are the earliest at which something goes"
            actions={<NewRows waiting={waiting} show={show} what="snapshot" />}
          >
            Snapshots
          </Header>
          <StaleNote query={query} intervalMs={POLL_MS.idleList} />
          {(query.data?.pages[0]?.unreachable ?? []).map(({ side, message, hint }) => (
            <ProblemNote key={side} problem={{ message: `the ${side} bucket cannot be read: ${message}`, hint }} />
          ))}
        </SpaceBetween>
      }
      filter={
        <TextFilter
          {...filterProps}
          filteringPlaceholder="Find by date or state"
          filteringAriaLabel="Find snapshots"
          countText={`${formatNumber(filteredItemsCount ?? 0)} found`}
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

function matches({ id, state, kept }: KeptRow, text: string): boolean {
  const states = [state, ...kept.map((each) => each.until?.state)].flatMap((each) => each ?? []);
  return [id, ...states.map((each) => KEEPING_VIEW[each].label)].some((word) =>
    word.toLowerCase().includes(text.toLowerCase()),
  );
}
