"use client";
import { useMemo } from "react";
import { type FilterQuery, filterToText, textToFilter } from "@/lib/domain/filter-text";
import type { AskedRows } from "./asked-rows";
import { setUrlParams, useUrlParam } from "./use-url-param";

/** The filter, the order and the page of a table whose rows the server has, as the address has them. */
export function useRowQuery(): { asked: AskedRows; filter: FilterQuery } {
  const [filter] = useUrlParam("filter");
  const [sort] = useUrlParam("sort");
  const [page] = useUrlParam("page");
  return useMemo(() => ({ asked: { filter, sort, page }, filter: textToFilter(filter) }), [filter, sort, page]);
}

// A new filter or order begins at the first page.

export const askFilter = (query: FilterQuery): void => ask({ filter: filterToText(query), page: undefined });

export const askSort = (by: string, descending: boolean): void =>
  ask({ sort: descending ? `-${by}` : by, page: undefined });

export const askPage = (page: number): void => ask({ page: page === 1 ? undefined : String(page) });

const ask = (changes: Partial<Record<keyof AskedRows, string>>): void => setUrlParams(changes);
