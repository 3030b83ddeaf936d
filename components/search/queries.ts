import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { isWhole } from "@/lib/domain/catalogue/catalogue-status";
import { type SearchResults, SHORTEST_SEARCH } from "@/lib/domain/catalogue/search-results";
import { getJson } from "../http";
import { POLL_MS, poll } from "../polling";

export const searchQuery = (find: string) =>
  queryOptions({
    queryKey: ["search", find],
    queryFn: ({ signal }) => getJson<SearchResults>("/api/search", { find }, signal),
    enabled: find.length >= SHORTEST_SEARCH,
    // As long as snapshots are being read there may be more to find.
    refetchInterval: poll<SearchResults>((data) => (data && !isWhole(data.catalogue) ? POLL_MS.busyList : false)),
    placeholderData: keepPreviousData,
  });
