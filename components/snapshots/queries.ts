import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { ChainRow, EntriesPage } from "@/lib/domain/entry-shape";
import type { SnapshotPage } from "@/lib/domain/overview";
import type { Side } from "@/lib/domain/snapshot";
import type { EntryDetail, SnapshotDetail } from "@/lib/domain/snapshot-detail";
import type { SnapshotProofs } from "@/lib/domain/snapshot-proofs";
import { getJson, getText } from "../http";
import type { AskedRows } from "../parts/asked-rows";
import { POLL_MS, poll } from "../polling";

export const SNAPSHOTS_PER_PAGE = 60;

export const snapshotsQuery = () =>
  infiniteQueryOptions({
    queryKey: ["snapshots"],
    queryFn: ({ pageParam, signal }) =>
      getJson<SnapshotPage>("/api/snapshots", { limit: SNAPSHOTS_PER_PAGE, before: pageParam || undefined }, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    refetchInterval: poll<unknown>(() => POLL_MS.idleList),
  });

/** Whether both buckets answer: the list of snapshots says so in its shortest form. */
export const bucketsQuery = () =>
  queryOptions({
    queryKey: ["buckets"],
    queryFn: ({ signal }) => getJson<SnapshotPage>("/api/snapshots", { limit: 1 }, signal),
    refetchInterval: poll<SnapshotPage>(() => POLL_MS.idleList),
  });

/** A manifest never changes; whether the other bucket has it may. */
export const snapshotQuery = (id: string, side: Side) =>
  queryOptions({
    queryKey: ["snapshot", id, side],
    queryFn: ({ signal }) => getJson<SnapshotDetail>(`/api/snapshots/${id}`, { side }, signal),
    refetchInterval: poll<SnapshotDetail>(() => POLL_MS.snapshot),
  });

export const entryQuery = (id: string, repository: string, side: Side) =>
  queryOptions({
    queryKey: ["entry", id, side, repository],
    queryFn: ({ signal }) => getJson<EntryDetail>(`/api/snapshots/${id}/entry`, { repository, side }, signal),
    // A manifest never changes; whether its state is held may.
    staleTime: POLL_MS.snapshot,
  });

/** A page of the entries; what is proven of them changes with every verify run. */
export const entriesQuery = (id: string, side: Side, asked: AskedRows) =>
  queryOptions({
    queryKey: ["entries", id, side, asked],
    queryFn: ({ signal }) => getJson<EntriesPage>(`/api/snapshots/${id}/entries`, { side, ...asked }, signal),
    refetchInterval: poll<EntriesPage>(() => POLL_MS.snapshot),
  });

/** Of every entry, what choosing takes; a manifest never changes. */
export const chainsQuery = (id: string, side: Side) =>
  queryOptions({
    queryKey: ["chains", id, side],
    queryFn: ({ signal }) => getJson<ChainRow[]>(`/api/snapshots/${id}/chains`, { side }, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const proofsQuery = (id: string, side: Side, repository: string) =>
  queryOptions({
    queryKey: ["proofs", id, side, repository],
    queryFn: ({ signal }) => getJson<SnapshotProofs>(`/api/snapshots/${id}/proofs`, { side, repository }, signal),
    refetchInterval: poll<SnapshotProofs>(() => POLL_MS.snapshot),
  });

export const manifestTextQuery = (id: string, side: Side) =>
  queryOptions({
    queryKey: ["manifest-text", id, side],
    queryFn: ({ signal }) => getText(`/api/snapshots/${id}/manifest`, { side }, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
