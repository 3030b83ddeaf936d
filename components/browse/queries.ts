import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Browsed, CommitPage, Preparation, RefKind, RefPage, Seen } from "@/lib/domain/browse";
import { address, getJson } from "../http";
import { POLL_MS } from "../polling";

/** A chain never changes, and so what is in it does not. */
const NEVER = Number.POSITIVE_INFINITY;

/** Asked while it is being made ready, and then no more: leaving the page changes nothing. */
export const openQuery = (of: Browsed) =>
  queryOptions({
    queryKey: ["browse-open", of],
    queryFn: ({ signal }) => getJson<Preparation>("/api/browse/open", { ...of }, signal),
    refetchInterval: ({ state }) => (state.data?.state === "ready" || state.error ? false : POLL_MS.youngRun),
    refetchOnWindowFocus: false,
  });

export const pathQuery = (of: Browsed, query: { ref: string; path: string; find: string }) =>
  queryOptions({
    queryKey: ["browse-path", of, query],
    queryFn: ({ signal }) => getJson<Seen>("/api/browse/path", { ...of, ...query }, signal),
    staleTime: NEVER,
    // While somebody types; of another folder nothing is shown under this one's name.
    placeholderData: (before, asking) => {
      const asked = asking?.queryKey[2] as typeof query | undefined;
      return asked?.path === query.path && asked.ref === query.ref ? before : undefined;
    },
  });

export const commitsQuery = (of: Browsed, query: { ref: string; path: string }) =>
  infiniteQueryOptions({
    queryKey: ["browse-commits", of, query],
    queryFn: ({ pageParam: offset, signal }) =>
      getJson<CommitPage>("/api/browse/commits", { ...of, ...query, offset }, signal),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next,
    staleTime: NEVER,
  });

/** What one sees while typing on stays until the next answer is there. */
export const refsQuery = (of: Browsed, query: { kind: RefKind; find: string }) =>
  infiniteQueryOptions({
    queryKey: ["browse-refs", of, query],
    queryFn: ({ pageParam: offset, signal }) =>
      getJson<RefPage>("/api/browse/refs", { ...of, ...query, offset }, signal),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next,
    staleTime: NEVER,
    placeholderData: keepPreviousData,
  });

/** The address of a file's bytes. */
export const fileAddress = (of: Browsed, place: { ref: string; path: string }) =>
  address("/api/browse/file", { ...of, ...place });
