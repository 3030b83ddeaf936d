"use client";
import { type FilterQuery, filterToText, textToFilter } from "@/lib/domain/filter-text";
import type { AskedRows } from "./asked-rows";
import { setUrlParams, useUrlParam } from "./use-url-param";

/** The filter, the order and the page of a table whose rows the server has. A new filter or order begins at the first page. */
export function useRowQuery() {
  const [filter] = useUrlParam("filter");
  const [sort] = useUrlParam("sort");
  const [page] = useUrlParam("page");
  return {
    asked: { filter, sort, page } satisfies AskedRows,
    filter: textToFilter(filter),
    setFilter: (query: FilterQuery) => setUrlParams({ filter: filterToText(query), page: undefined }),
    setSort: (by: string, descending: boolean) => setUrlParams({ sort: descending ? `-${by}` : by, page: undefined }),
    setPage: (next: number) => setUrlParams({ page: next === 1 ? undefined : String(next) }),
  };
}
