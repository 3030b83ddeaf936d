"use client";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useCallback, useEffect } from "react";
import { asSnapshotId } from "@/lib/domain/ids";
import { rowState } from "@/lib/domain/snapshot-row";
import type { AskedRows } from "../parts/asked-rows";
import { Empty } from "../parts/empty";
import { QueryView } from "../parts/query-view";
import { useReadAhead } from "../parts/use-read-ahead";
import { useRowQuery } from "../parts/use-row-query";
import { setUrlParams, useUrlParam } from "../parts/use-url-param";
import { PrimaryAway } from "../snapshots/buckets-away";
import { snapshotsQuery } from "../snapshots/queries";
import { ComparisonView } from "./comparison-view";
import { comparisonQuery } from "./queries";
import { SnapshotPair } from "./snapshot-pair";

/** What became of every repository between two snapshots; without a choice between the newest two. */
export function CompareScreen() {
  const list = useInfiniteQuery(snapshotsQuery());
  const known = (list.data?.pages.flatMap(({ rows }) => rows) ?? [])
    .filter((row) => ["complete", "partial"].includes(rowState(row)))
    .map(({ id }) => id);
  const [askedFrom] = useUrlParam("from");
  const [askedTo] = useUrlParam("to");
  const to = asSnapshotId(askedTo) ?? known[0];
  const from = asSnapshotId(askedFrom) ?? known.find((id) => to !== undefined && id < to);
  useEffect(() => {
    // What "the newest two" are is another pair tomorrow: the address says which they were.
    if (from && to && (from !== askedFrom || to !== askedTo)) setUrlParams({ from, to });
  }, [from, to, askedFrom, askedTo]);
  const { asked } = useRowQuery();
  const queryFor = useCallback((rows: AskedRows) => comparisonQuery(from ?? "", to ?? "", rows), [from, to]);
  const query = useQuery({
    ...queryFor(asked),
    enabled: !!from && !!to && from !== to,
    // While another page of it is read, this one stays; another pair of snapshots is another table.
    placeholderData: (last) =>
      last && [last.from.snapshot, last.to.snapshot].join() === [from, to].sort().join() ? last : undefined,
  });
  const readAhead = useReadAhead(queryFor);
  return (
    <ContentLayout
      header={
        <Header variant="h1" description="What became of every repository between two snapshots">
          Compare snapshots
        </Header>
      }
    >
      <SpaceBetween size="l">
        <PrimaryAway unreachable={list.data?.pages[0]?.unreachable ?? []} />
        <SnapshotPair
          from={from}
          to={to}
          known={known}
          onChange={(next) =>
            setUrlParams({ from: next.from, to: next.to, repository: undefined, page: undefined }, "push")
          }
          more={list.hasNextPage ? () => void list.fetchNextPage() : undefined}
        />
        {from && to && from !== to ? (
          <QueryView query={query} what="both snapshots">
            {(comparison) => <ComparisonView comparison={comparison} query={query} readAhead={readAhead} />}
          </QueryView>
        ) : (
          <NothingChosen loading={list.isPending} same={from !== undefined && from === to} />
        )}
      </SpaceBetween>
    </ContentLayout>
  );
}

function NothingChosen({ loading, same }: { loading: boolean; same: boolean }) {
  if (loading) return null;
  if (same) return <Empty title="Both are the same snapshot">Choose another one on either side.</Empty>;
  return (
    <Empty title="There are no two snapshots to compare">
      From the second finished backup on, this page shows what changed between any two of them.
    </Empty>
  );
}
